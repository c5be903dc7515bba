"""What is kept about a reader, messages and all."""

from bot.store.holdings import Holdings

WHEN = {"at": "2026-11-24 12:00:00.000000"}
FILL = (
    """insert into texts (id, html, plain, keyboard, made_at)
       values ('a', '<b>a</b>', 'a', '[]', :at), ('b', '<b>b</b>', 'b', '[]', :at)""",
    """insert into readers (id, chat_id, kind, standing, created_at, changed_at)
       values (2, 8, 'private', 'active', :at, :at)""",
    """insert into deliveries (id, reader_id, local_date, slot, due_at, expires_at, lane, state, planned_at)
       select id, id, '2026-11-24', 'morning', :at, :at, 1, 'sent', :at from readers""",
    """insert into parts (delivery_id, number, lane, last, text_id, state, not_before)
       select id, 1, 1, 1, case id when 1 then 'a' else 'b' end, 'sent', :at from deliveries""",
)


async def test_a_reader_is_handed_the_words_that_were_sent(database, reader):
    """They are kept once for all who got them; those that only others got are not this reader's."""
    async with database.write() as connection:
        for statement in FILL:
            await connection.exec_driver_sql(statement, WHEN)
    held = await Holdings(database).of(reader.id)
    assert [row["html"] for row in held["texts"]] == ["<b>a</b>"]
    assert [row["text_id"] for row in held["parts"]] == ["a"]
