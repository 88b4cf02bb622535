"""`python -m flows`: the command `creches`."""

from flows.cli import main

if __name__ == "__main__":
    main()
