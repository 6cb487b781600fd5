"""Every figure that the README quotes, each as a ratio against a named peer in the same run.

A bench is a module with one function, `run(*, quick: bool) -> Iterator[Figure]`, and a line in
`__main__.BENCHES`. What is compared runs on the same pictures and the same cores, in turns
(`turns.py`), so that a busy or a slow machine changes both sides alike.
"""
