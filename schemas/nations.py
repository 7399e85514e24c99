"""The codes by which publishers know the nations that figures are compared with."""

ENGLAND, UNITED_KINGDOM = "E92000001", "K02000001"
