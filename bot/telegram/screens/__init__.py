"""What people see, drawn by pure functions: values in, a Screen out. One screen is one message."""
