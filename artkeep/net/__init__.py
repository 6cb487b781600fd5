"""Asking the web: paced, bounded, failing in our words, and only where we want to go.

Everything that leaves this machine over HTTP passes here. What the answers mean is known in
`sites`, how long to wait between two of them in `jobs.lanes`.
"""
