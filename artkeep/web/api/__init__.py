"""JSON for scripts, below `/api`; errors have one shape (`artkeep.web.failures`)."""
