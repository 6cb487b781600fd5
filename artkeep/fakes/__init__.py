"""Small copies of the world outside, for tests, benchmarks and the demo.

`drawings` makes pictures, `world` says who published which of them where, a module for each site
answers as that site does, and `web` serves them all. Nothing here is reached by the program
itself but through the demo.
"""
