"""The stages as filters: JSON Lines in, JSON Lines out."""
