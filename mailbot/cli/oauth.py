"""Commands about signing in to mail servers: `oauth`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.show import Json, Refused, options, print_json, print_table

if TYPE_CHECKING:
    from mailbot.config import Config
    from mailbot.wire.oauth.source import Source

oauth = typer.Typer(no_args_is_help=True, help="Signing in to mail servers by OAuth 2.")


def register(app: typer.Typer) -> None:
    app.add_typer(oauth, name="oauth")


@oauth.command("status")
def oauth_status(as_json: Json = False) -> None:
    """How each sign-in stands, and when it will end; exit 1 where one needs somebody."""
    from mailbot.assembly.oauth import defects, standings
    from mailbot.daemon import now_utc
    from mailbot.wire.oauth.forecast import told

    config = options.load()
    wrong = defects(config)
    found = [
        replace(one, error=wrong[one.server], error_at=now_utc(), refused=True)
        if one.server in wrong
        else one
        for one in standings(config, now_utc())
    ]
    if as_json:
        print_json(found)
    else:
        print_table(
            (
                "server",
                "provider",
                "grant",
                "account",
                "last token",
                "good until",
                "refresh token",
                "error",
                "to do",
            ),
            [
                (
                    one.server,
                    one.provider,
                    one.grant,
                    one.account,
                    one.refreshed_at,
                    one.access_expires_at,
                    "" if one.refresh_days_left is None else f"{one.refresh_days_left} days left",
                    one.error,
                    one.todo,
                )
                for one in found
            ],
            empty="no server is signed in to by OAuth",
        )
    raise typer.Exit(1 if any(bad for one in found for _, bad in told(one)) else 0)


@oauth.command("login")
def oauth_login(
    server: Annotated[str, typer.Argument(help='A mailbox\'s name, "smtp", "archive" or "alarm".')],
    port: Annotated[
        int, typer.Option(help="Where the browser comes back to on this machine; 0 is any.", min=0, max=65535)
    ] = 0,
) -> None:
    """Sign in once, with a browser or a code on another device; the refresh token is kept."""
    config = options.load()
    source = _source(config, server)
    # Half a second of imports that other commands do without.
    from mailbot.wire.oauth import signing_in
    from mailbot.wire.oauth.exchange import Exchange
    from mailbot.wire.oauth.faults import TokenRefused, TokenUnavailable

    exchange = Exchange(source.terms)
    try:
        source.verify()
        if source.terms.grant == "device-code":
            granted = signing_in.by_device(exchange, typer.echo)
        else:
            granted = signing_in.by_browser(exchange, typer.echo, port=port)
        source.signed_in(granted)
    except (TokenRefused, TokenUnavailable) as reason:
        raise Refused(str(reason).replace("; trying again", "; try again")) from None
    typer.echo(f"signed in as {source.terms.account}; kept, encrypted, in {source.keeping.path}")
    typer.echo("now: mailbot check")


def _source(config: Config, name: str) -> Source:
    """The sign-in of a server that somebody has to sign in to."""
    from mailbot.assembly.oauth import servers, source
    from mailbot.wire.oauth.command import Command
    from mailbot.wire.oauth.terms import SIGNED_IN

    found = {known: (server, table) for known, server, table in reversed(list(servers(config)))}
    if name not in found:
        if not found:
            raise Refused("no server is signed in to by OAuth; give one an oauth table of its own")
        raise Refused(f"no server {name} is signed in to by OAuth; there are: {', '.join(found)}")
    it = source(config, *found[name])
    if isinstance(it, Command):
        raise Refused(f"{name} has a token_command: nobody signs in; `mailbot check` tries it")
    if it.terms.grant not in SIGNED_IN:
        raise Refused(f'{name}: grant = "{it.terms.grant}": nobody signs in; `mailbot check` tries it')
    return it
