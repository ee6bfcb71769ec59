"""Sessions of people: begun by a sign-in, kept as a hash beside sealed tokens, refreshed by one tab at a time."""

import secrets
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import orjson
import structlog

from services.console.identity.issuer import Attempt, Issuer, Person, SignInRefused, Tokens
from services.console.identity.keys import Keyring, UnreadableSecret, hashed
from services.console.settings import ConsoleSettings
from services.console.storage.sessions import SessionStore, StoredSession
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Unauthenticated
from shared.runtime.clock import Clock

EARLY_S = 30
"""So long before its end an access token is made anew."""
SEEN_S = 60
TOKENS, ATTEMPT = b"tokens", b"attempt"
log = structlog.get_logger()


class ActorVerifier(Protocol):
    """Turns an access token into an actor. Raises Unauthenticated."""

    async def verify(self, token: str) -> Actor:
        """Who it speaks for."""
        ...


@dataclass(frozen=True)
class Session:
    """A living session of a person."""

    handle: str
    actor: Actor
    tokens: Tokens
    auth_time: datetime
    sid: str | None

    @property
    def handle_hash(self) -> bytes:
        """By what it is kept."""
        return hashed(self.handle)


@dataclass(frozen=True)
class EndedSession:
    """A session that has ended; ``subject`` is whose it was."""

    subject: str


@dataclass(frozen=True)
class Begun:
    """A sign-in under way: where the browser goes, and the cookie that binds it to this browser."""

    address: str
    browser: str


class Sessions:
    """All sessions of this deployment."""

    def __init__(
        self,
        settings: ConsoleSettings,
        store: SessionStore,
        keys: Keyring,
        issuer: Issuer,
        verifier: ActorVerifier,
        clock: Clock,
    ) -> None:
        self._settings, self._store, self._keys = settings, store, keys
        self._issuer, self._verifier, self._clock = issuer, verifier, clock

    async def begin(self, to: str, language: str, browser: str | None, *, again: str = "", hint: str = "") -> Begun:
        """Starts a sign-in; ``again``: the subject that has to come back. Raises Retryable."""
        attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        browser = browser or secrets.token_urlsafe(32)
        address = await self._issuer.address(attempt, language, bool(again), hint)
        kept = asdict(attempt) | {"to": to, "again": again}
        until = self._clock.now() + timedelta(seconds=self._settings.sign_in_s)
        sealed = self._keys.seal(orjson.dumps(kept), ATTEMPT)
        await self._store.begin(hashed(attempt.state), hashed(browser), sealed, until)
        return Begun(address, browser)

    async def complete(self, state: str, code: str, iss: str, browser: str, old: str | None) -> tuple[Session, str]:
        """The session that came of it, and where the person wanted to go. Raises SignInRefused, Retryable."""
        row = await self._store.take(hashed(state))
        if row is None or not secrets.compare_digest(row.browser_hash, hashed(browser)):
            raise SignInRefused("attempt")
        if iss and iss != self._settings.issuer:
            raise SignInRefused("iss")
        try:
            kept = orjson.loads(self._keys.open(row.sealed, ATTEMPT))
        except UnreadableSecret as unreadable:
            raise SignInRefused("attempt") from unreadable
        tokens, person = await self._issuer.exchange(code, Attempt(kept["state"], kept["nonce"], kept["verifier"]))
        if kept["again"] and kept["again"] != person.subject:
            if old is not None:
                await self._store.end(hashed(old))
            raise SignInRefused("subject")
        return await self._begun(tokens, person, old), kept["to"]

    async def _begun(self, tokens: Tokens, person: Person, old: str | None) -> Session:
        try:
            actor = await self._verifier.verify(tokens.access)
        except Unauthenticated as refused:
            raise SignInRefused("access_token") from refused
        if actor.subject != person.subject:
            raise SignInRefused("subject")
        handle, now = secrets.token_urlsafe(32), self._clock.now()
        at = min(datetime.fromtimestamp(person.auth_time, UTC), now)
        row = StoredSession(hashed(handle), person.subject, person.sid, self._sealed(tokens), at, now, now)
        await self._store.add(row, self._settings.sessions_at_once, hashed(old) if old is not None else None)
        return Session(handle, actor, tokens, at, person.sid)

    async def find(self, handle: str) -> Session | EndedSession | None:
        """The session of a handle; None: there never was one, or long ago. Raises Retryable."""
        row, now = await self._store.find(hashed(handle)), self._clock.now()
        if row is None:
            return None
        too_late = now - row.seen_at > timedelta(seconds=self._settings.session_idle_s) or (
            now - row.created_at > timedelta(seconds=self._settings.session_most_s)
        )
        if row.sealed is None or too_late:
            if row.sealed is not None:
                await self._store.end(row.handle_hash)
            return EndedSession(row.subject)
        tokens = self._opened(row.sealed)
        if tokens is None or tokens.expires_at - EARLY_S < time.time():
            tokens = await self._refreshed(row.handle_hash)
        elif now - row.seen_at > timedelta(seconds=SEEN_S):
            await self._store.see(row.handle_hash, now)
        if tokens is None:
            return EndedSession(row.subject)
        try:
            actor = await self._verifier.verify(tokens.access)
        except Unauthenticated:
            await self._store.end(row.handle_hash)
            return EndedSession(row.subject)
        return Session(handle, actor, tokens, row.auth_time, row.sid)

    async def _refreshed(self, handle_hash: bytes) -> Tokens | None:
        """Tokens that are good for a while; None: the session has ended. Raises Retryable, and then nothing was changed."""
        async with self._store.locked(handle_hash) as locked:
            if locked is None or locked.row.sealed is None:
                return None
            known = self._opened(locked.row.sealed)
            if known is not None and known.expires_at - EARLY_S >= time.time():
                return known
            try:
                fresh = await self._issuer.refresh(known) if known is not None else None
            except SignInRefused as refused:
                log.info("session_ended", why=refused.code)
                fresh = None
            await locked.keep(self._sealed(fresh) if fresh is not None else None, self._clock.now())
            return fresh

    async def end(self, session: Session) -> str | None:
        """Signs out; where the browser signs out at the issuer too."""
        await self._store.end(session.handle_hash)
        return await self._issuer.farewell(session.tokens)

    def is_fresh(self, session: Session) -> bool:
        """Whether the person signed in lately enough to speak for a State."""
        return self._clock.now() - session.auth_time <= timedelta(seconds=self._settings.fresh_s)

    def _sealed(self, tokens: Tokens) -> bytes:
        return self._keys.seal(orjson.dumps(asdict(tokens)), TOKENS)

    def _opened(self, sealed: bytes) -> Tokens | None:
        try:
            return Tokens(**orjson.loads(self._keys.open(sealed, TOKENS)))
        except UnreadableSecret:
            return None
