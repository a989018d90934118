"""Takes ``python -m xietong``; gives the command line."""

from xietong.cli import main

if __name__ == "__main__":
    main()
