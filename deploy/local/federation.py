"""Several deployments on this machine: Geneva and regions, each with its own broker and databases, joined by mirrors.

Each mirror runs beside its target: Geneva's takes from every region, a region's from Geneva. Started side by side, ended
in order. Deployments of another program are found by their stack.json: a region can join while the others run.
"""

import contextlib
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

from deploy.local import record
from deploy.local.environment import Joined, peers, remotes
from deploy.local.kafka.broker import guarded_door
from deploy.local.kafka.mirror import Mirror, to_hub, to_region
from deploy.local.parent import Parent
from deploy.local.processes import ROOT
from deploy.local.region import Region, first_base, given_base, region
from deploy.local.stack import PARENT, Say, Stack
from shared.runtime.kafka.clients import MIRROR as MIRRORING
from shared.runtime.kafka.clients import BrokerDoor, reader_from
from shared.runtime.roles import SMALL, Roles

HUB = "geneva"
MIRROR = ("mirror", "maker")
Way = Literal["mirror", "direct"]
"""How events get from one deployment to another: MirrorMaker, or consumers that read the other brokers themselves."""


class NoHub(LookupError):
    """A region wants to join, but no hub runs here."""


class Federation:
    """Deployments that know each other. ``ports``: those of their files, else free ones.

    ``links`` may put a proxy before a broker: name -> (port, advertised port) of its listener for other deployments.
    ``doors`` may be set before it starts, to put one before a service that others ask: name -> service -> port.
    ``services``: other ones than a deployment's file says.
    """

    def __init__(
        self,
        names: Iterable[str] = (HUB, "wca", "europe"),
        *,
        root: Path | None = None,
        ports: bool = False,
        way: Way = "mirror",
        say: Say = print,
        links: Mapping[str, tuple[int, int]] | None = None,
        environment: Mapping[str, str] | None = None,
        services: Mapping[str, tuple[str, ...]] | None = None,
        roles: Roles = SMALL,
        guarded: bool = False,
    ) -> None:
        self.root, self.way, self.say, self._ports = root or ROOT / ".run", way, say, ports
        names = tuple(names)
        self._extra, self._links, self._services = dict(environment or {}), dict(links or {}), dict(services or {})
        self._roles = roles
        # Who joins does as those do that it joins.
        self._guarded = guarded or bool(
            HUB not in names and record.read(self.root / HUB / "stack.json")[0].get("guarded")
        )
        self.doors: Mapping[str, Mapping[str, int]] = {}
        self.stacks = {name: self._stack(name) for name in names}
        self.mirrors: dict[str, Mirror] = {}
        self._others: dict[str, dict[str, str]] = {}
        self._lock, self._ending = threading.RLock(), threading.Event()
        # Children are tied to the thread that started them, so these threads live as long as the federation.
        self._threads = ThreadPoolExecutor(max_workers=8)
        self._watcher: threading.Thread | None = None

    def _stack(self, name: str) -> Stack:
        said = region(name)
        base = self._base(said) if self._ports else 0
        made = Stack(name, services=self._services.get(name, said.services), port_base=base, root=self.root, say=self.say, scope=said.scope, roles=self._roles,
                     environment=self._extra, keeps_servers=self._ports, guarded=self._guarded)  # fmt: skip
        made.link = self._links.get(name)
        return made

    def _base(self, said: Region) -> int:
        """First port of one of several: each has its block, in the distance that the files give them.

        Who joins asks for its place among those that run, whatever base they were given.
        """
        running, _ = record.read(self.root / HUB / "stack.json")
        given = given_base()
        if given is None and running.get("port_base"):
            return int(running["port_base"]) + said.own_base - region(HUB).own_base
        return given + said.own_base - first_base() if given else said.port_base

    def __enter__(self) -> "Federation":
        try:
            self.up()
        except BaseException:
            self.down()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    @property
    def hub(self) -> Stack:
        """Geneva. Raises KeyError when another program runs it."""
        return self.stacks[HUB]

    def up(self) -> None:
        """Starts all deployments side by side, mirrors as soon as brokers answer. Raises NoHub and what a start raises."""
        self._others = self._found()
        joined, parent = self._joined(), self._one_parent()
        for stack in self.stacks.values():
            stack.joined, stack.parent, stack.others = joined, parent, self._names()
        self._all(Stack.lay_ground, self.stacks.values())
        self._threads.submit(self._mirror_all).result()
        self._all(self._start, self.stacks.values())
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _one_parent(self) -> Parent:
        """One parent for all deployments, since they differ in settings alone. The first of them keeps it running."""
        first = next(iter(self.stacks.values()))
        services = {service for stack in self.stacks.values() for service in stack.services}
        parent = Parent(sorted(services), first.log(*PARENT), self._extra)
        self._threads.submit(first.keeper.keep, PARENT, parent.launch).result()
        return parent

    def add(self, name: str) -> Stack:
        """Takes one more region in while the others run. Raises what its start raises."""
        stack = self._stack(name)
        stack.joined, stack.parent = self._joined(), next(iter(self.stacks.values())).parent
        self.stacks[name] = stack
        self._know_all()
        self._all(Stack.lay_ground, [stack])
        self._threads.submit(self._mirror_all).result()
        self._all(self._start, [stack])
        self._threads.submit(self._tell, [one for one in self.stacks.values() if one is not stack]).result()
        return stack

    def _names(self) -> tuple[str, ...]:
        return tuple({**self._others, **self.stacks})

    def _know_all(self) -> None:
        """Brokers learn of every deployment that there is: it reads there, and what came from it is read."""
        for stack in self.stacks.values():
            stack.others = self._names()
            if stack.kafka is not None:
                stack.bus.give_access(stack.place)

    def _far(self, other: str, reader: str) -> BrokerDoor:
        """The broker of another deployment, for one that reads there; as if its password had been handed over."""
        address = self.addresses()[other]["kafka-link"]
        if not self._guarded:
            return BrokerDoor(address)
        return guarded_door(address, reader_from(reader), self.root / other / "secrets/kafka")

    def _joined(self) -> Joined:
        key = self.root / "issuer.key"
        if HUB in self.stacks:
            return Joined(HUB, self.hub.desk_address(), key)
        said, _ = record.read(self.root / HUB / "stack.json")
        if not said.get("ready"):
            raise NoHub(f"No {HUB} runs here ({self.root / HUB}): start it first, with `make demo-global`")
        return Joined(HUB, said["issuer"]["name"], key)

    def _all(self, act: Callable[[Stack], None], stacks: Iterable[Stack]) -> None:
        for one in [self._threads.submit(act, stack) for stack in stacks]:
            one.result()

    def _start(self, stack: Stack) -> None:
        stack.start_services(self._known_to(stack.deployment))

    def addresses(self) -> dict[str, dict[str, str]]:
        """Addresses of every deployment that is known, those of other programs too."""
        return self._others | {name: stack.addresses | self._behind(name) for name, stack in self.stacks.items()}

    def _behind(self, name: str) -> dict[str, str]:
        return {service: f"http://127.0.0.1:{number}" for service, number in self.doors.get(name, {}).items()}

    def _known_to(self, name: str) -> dict[str, str]:
        others = {other: found for other, found in self.addresses().items() if other != name}
        if self.way == "mirror":
            return peers(others)
        return peers(others) | remotes({other: self._far(other, name) for other in others})

    def _mirror_all(self) -> None:
        if self.way == "mirror":
            with self._lock:
                for stack in self.stacks.values():
                    self._mirror(stack)

    def _mirror(self, stack: Stack) -> None:
        """Starts the mirror beside a deployment, or starts it again when it is to read from others than before."""
        name, known = stack.deployment, self.addresses()
        wanted = [other for other in known if other != HUB] if name == HUB else [HUB]
        if name not in self.mirrors:
            topics = to_hub() if name == HUB else to_region()
            folder = stack.folder / "mirror"
            self.mirrors[name] = Mirror(folder, name, stack.bus.door_of(MIRRORING), topics, stack.port("mirror"))
        if self.mirrors[name].reads({other: self._far(other, name) for other in wanted}):
            self._end_mirror(stack)
            stack.keeper.keep(MIRROR, self.mirrors[name].launch)
            stack.write()

    def _end_mirror(self, stack: Stack) -> None:
        stack.keeper.end(MIRROR)
        if (mirror := self.mirrors.get(stack.deployment)) is not None:
            mirror.ended()

    def _tell(self, stacks: Iterable[Stack]) -> None:
        """Those that ran before learn of one that came: every reader of brokers, or else Geneva's gateway alone."""
        for stack in stacks:
            if self.way == "direct":
                stack.change(self._known_to(stack.deployment), stack.services)
            elif stack.deployment == HUB:
                stack.change(self._known_to(HUB), [name for name in stack.services if name == "gateway"])

    def _found(self) -> dict[str, dict[str, str]]:
        """Deployments that other programs run in the same folder, once they are ready."""
        found: dict[str, dict[str, Any]] = {}
        for path in sorted(self.root.glob("*/stack.json")):
            said, processes = record.read(path)
            own = said.get("deployment") in self.stacks or not any(process.alive() for process in processes)
            if said.get("ready") and said.get("hub") == HUB and not own:
                found[said["deployment"]] = said["addresses"]
        return found

    def _watch(self) -> None:
        while not self._ending.wait(1.0):
            came = {name: found for name, found in self._found().items() if self._others.get(name) != found}
            if came and HUB in self.stacks:
                self.say(f"[{HUB}] takes in {', '.join(came)}")
                self._others |= came
                self._know_all()
                self._mirror_all()
                self._tell(self.stacks.values())

    def down(self) -> None:
        """Ends mirrors first, then services, then brokers and databases; whatever state a start left."""
        self._ending.set()
        for stack in self.stacks.values():
            stack.keeper.stand_down()
        if self._watcher is not None:
            self._watcher.join()
        for stack in self.stacks.values():
            self._end_mirror(stack)
        for one in [self._threads.submit(stack.down) for stack in self.stacks.values()]:
            with contextlib.suppress(Exception):
                one.result()
        self._threads.shutdown()
