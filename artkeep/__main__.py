"""`artkeep` and `python -m artkeep`."""

from artkeep.cli import main

if __name__ == "__main__":
    main()
