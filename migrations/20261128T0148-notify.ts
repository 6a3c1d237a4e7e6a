import { sql, type Kysely } from 'kysely'

/** Where an account's messages go, what was written to be sent there, and each try to send it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table notify_channel (
    account_id integer not null references account,
    channel_id integer generated always as identity,
    name text not null,
    kind text not null check (kind in ('webhook', 'slack', 'mail')),
    target text not null,
    secret text,
    paused boolean not null default false,
    created_at timestamptz not null,
    primary key (account_id, channel_id),
    unique (account_id, name)
  )`,
  // The channel's name stands here as well: what was sent stays readable when the channel is gone.
  `create table notify_message (
    account_id integer not null references account,
    message_id bigint generated always as identity,
    channel_id integer not null,
    channel_name text not null,
    kind text not null,
    subject text not null,
    text text not null,
    path text not null,
    facts jsonb not null default '{}',
    status text not null check (status in ('waiting', 'sent', 'failed')),
    created_at timestamptz not null,
    next_try_at timestamptz not null,
    claimed_until timestamptz,
    tries integer not null default 0,
    finished_at timestamptz,
    primary key (account_id, message_id)
  )`,
  `create index notify_message_waiting on notify_message (next_try_at) where status = 'waiting'`,
  `create table notify_try (
    account_id integer not null,
    message_id bigint not null,
    try integer not null,
    tried_at timestamptz not null,
    took_ms integer not null,
    delivered boolean not null,
    answer text not null,
    primary key (account_id, message_id, try),
    foreign key (account_id, message_id) references notify_message on delete cascade
  )`,
]
