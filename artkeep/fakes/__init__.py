"""Small copies of the world outside, for tests, benchmarks and the demo.

`drawings` makes pictures. Nothing here is reached by the program itself but through the demo.
"""
