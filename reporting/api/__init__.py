"""Half-months and exports for programs (DESIGN §5.4)."""
