"""The browser workbench: pages for people, JSON for scripts, and the guard in front of both.

A page function reads the request, calls one capability and renders one template; what decides
something lives in the capability, never here.
"""
