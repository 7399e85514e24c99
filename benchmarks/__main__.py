"""All benchmarks, one after the other: `make bench`."""

from benchmarks import chain, deprivation, disclosure, statistics

if __name__ == "__main__":
    chain.main()
    deprivation.main()
    disclosure.main()
    statistics.main()
