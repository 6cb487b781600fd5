"""A database that a program kept as a pickle, read by a process that imports next to nothing."""
