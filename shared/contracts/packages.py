"""What the roster owns on the bus beside its offers and projects: packages of support that a party prepares once (WM 7, 18).

They stay at home and with their party: nobody else reads one, so no twin tells of it. What is published of one is an offer.
"""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.support_package import SupportPackageState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P7, P18

PACKAGE = Topic("acsg.roster.support-package", owner="roster", key="package_id")


class PackageEvent(Event):
    """Base of the events of a package; carries its state after the event."""

    topic: ClassVar[Topic] = PACKAGE
    paragraph = P7

    package: SupportPackageState


class PackagePrepared(PackageEvent):
    """A party prepared a package of support, to offer it when it is asked or of its own accord."""

    wire_type = "acsg.roster.package-prepared"
    paragraph = P18
    brings_content = True


class PackageRevised(PackageEvent):
    """A party changed its package, or said that it still stands. Offers made from it before stay as they are."""

    wire_type = "acsg.roster.package-revised"
    brings_content = True


class PackageWithdrawn(PackageEvent):
    """A party makes no more offers from its package. Those that were made stand on."""

    wire_type = "acsg.roster.package-withdrawn"
