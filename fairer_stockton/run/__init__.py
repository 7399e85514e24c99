"""What every run needs: settings, errors, progress, the lock, processes and the cache."""
