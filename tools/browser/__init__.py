"""What tests in a browser need beside Python's packages: Debian's Chromium, and axe-core, pinned in package-lock.json."""
