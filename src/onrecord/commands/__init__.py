"""The commands of the command line, and how they speak to whoever runs them."""
