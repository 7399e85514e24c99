"""All benchmarks, one after the other: `make bench`."""

from benchmarks import chain, cluster, deprivation, disclosure, statistics

if __name__ == "__main__":
    chain.main()
    cluster.main()
    deprivation.main()
    disclosure.main()
    statistics.main()
