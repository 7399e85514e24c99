"""All benchmarks, one after the other: `make bench`."""

from benchmarks import chain, statistics

if __name__ == "__main__":
    chain.main()
    statistics.main()
