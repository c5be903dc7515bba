/** Places that the person can be in: their location can be shared, and times shown as there. */
export const CITIES = [
  { name: "Denver", latitude: 39.7392, longitude: -104.9903, zone: "America/Denver" },
  { name: "Chicago", latitude: 41.8781, longitude: -87.6298, zone: "America/Chicago" },
  { name: "New York", latitude: 40.7128, longitude: -74.006, zone: "America/New_York" },
  { name: "London", latitude: 51.5074, longitude: -0.1278, zone: "Europe/London" },
];

/** The city of these coordinates, or undefined; a location comes back from Telegram rounded. */
export function cityAt({ latitude, longitude }) {
  return CITIES.find((one) => Math.abs(one.latitude - latitude) < 0.05 && Math.abs(one.longitude - longitude) < 0.05);
}
