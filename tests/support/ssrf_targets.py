"""Targets that a webhook must never reach (W6), by how they are written and by what a name may resolve to."""

URLS = (
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org:70/_x",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://example.org@127.0.0.1/",
    "https://127.0.0.1#@example.org/",
    "https://example.org\\@127.0.0.1/",
    "https://example.org/#fragment",
    "https:///path",
    "https://",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:x/",
    "https://exam ple.org/",
    "https://example.org/\r\nHost: inside",
    "https://example.org/\tx",
    "https://[::1",
    "//example.org/",
    "https://[v1.x]/",
)
"""Addresses of endpoints that are refused as a whole."""

HOSTS = (
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "printer.local", "db.internal", "metadata.google.internal",
    "router.lan", "nas.home", "host.corp", "x.intranet", "kafka", "postgres", "host.docker.internal", "x.home.arpa",
    "x.test", "x.invalid", "x.example", "service.namespace.svc.cluster.local", "abc.onion",
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "017700000001",
    "0177.0.0.1", "0177.0.0.01", "00000177.0.0.1", "127.0.0.1.", "1.0x7f", "8.8.2056", "0", "0.0.0.0", "0x0", "00",
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "2852039166", "0xA9FEA9FE",
    "100.64.0.1", "198.18.0.1", "192.0.0.192", "255.255.255.255", "240.0.0.1", "224.0.0.1",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
    "１２７.０.０.１", "①②⑦.⓪.⓪.①", "ｌｏｃａｌｈｏｓｔ", "bücher.example.org", "example。org", "127。0。0。1",
    "ex_ample..org", "-example.org", "example-.org", "a." * 130 + "org", "x" * 64 + ".org", ".example.org", "127.0.0.1%00",
    "nip.io%2f127.0.0.1",
)  # fmt: skip
"""Hosts that are refused before anybody looks them up."""

ADDRESSES = (
    "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255",
    "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.254", "192.0.0.1",
    "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
    "224.0.0.251", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::10.0.0.1", "::ffff:0:127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:8.8.8.8",
    "64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:53aa:64c:0:0:f5ff:fffe",
    "2001:2::1", "2001:20::1", "2001:db8::1", "2002:a00:1::", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff01::1", "ff02::1", "ff0e::1",
)  # fmt: skip
"""Addresses that a name may resolve to and that are closed."""
