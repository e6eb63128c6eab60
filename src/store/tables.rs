//! Every table of the store, with its key. `FORMAT.md` tells what the values hold.

use redb::TableDefinition;

type Table<K> = TableDefinition<'static, K, &'static [u8]>;

/// What the store says of itself.
pub(super) const META: Table<&str> = TableDefinition::new("meta");
/// Head of a petition: what lists show. Key: `PetitionId::key`.
pub(super) const PETITION_HEAD: Table<u64> = TableDefinition::new("petition_head");
/// Body of a petition: the long text and what only its page shows.
pub(super) const PETITION_BODY: Table<u64> = TableDefinition::new("petition_body");
/// The way of a petition so far: its paper and its case as the history left them.
pub(super) const PETITION_WAY: Table<u64> = TableDefinition::new("petition_way");
/// Identity of a protected sender, encrypted, apart from everything else.
pub(super) const PETITION_SEALED: Table<u64> = TableDefinition::new("petition_sealed");
/// What protected senders are matched by. Key: keyed digest, petition.
pub(super) const SEALED_MATCH: TableDefinition<'static, (u128, u64), ()> =
    TableDefinition::new("sealed_match");
/// Sender's cells of held rows that may tell of a denunciation, encrypted.
pub(super) const HELD_SEALED: Table<u64> = TableDefinition::new("held_sealed");
/// When identities were opened. Key: moment, petition, number of the event.
pub(super) const IDENTITY_OPENING: TableDefinition<'static, (u64, u64, u32), ()> =
    TableDefinition::new("identity_opening");
/// Covering row for lists, counts and reports. Key: day of receipt, petition.
pub(super) const PETITION_ROW: Table<(u32, u64)> = TableDefinition::new("petition_row");
/// Order of the text columns of lists. Key: column, sort key, petition; no value.
pub(super) const PETITION_BY_TEXT: TableDefinition<'static, (u8, &[u8], u64), ()> =
    TableDefinition::new("petition_by_text");
/// History. Key: petition, number of the event.
pub(super) const PETITION_EVENT: Table<(u64, u32)> = TableDefinition::new("petition_event");
/// Changes in order, for the index. Value: ids of the changed petitions, 8 bytes each.
pub(super) const CHANGE_LOG: Table<u64> = TableDefinition::new("change_log");
/// Number series. Value: the last number given.
pub(super) const COUNTER: TableDefinition<'static, &str, u64> = TableDefinition::new("counter");
/// One-time keys of create forms. Value: the petition that the form made.
pub(super) const FORM_KEY: TableDefinition<'static, u128, u64> = TableDefinition::new("form_key");
/// Imports.
pub(super) const IMPORT_BATCH: Table<u32> = TableDefinition::new("import_batch");
/// Ledger rows that could not be admitted as they stood.
pub(super) const HELD_ROW: Table<u64> = TableDefinition::new("held_row");
/// Those of them that still wait. Value: batch.
pub(super) const HELD_WAITING: TableDefinition<'static, u64, u32> =
    TableDefinition::new("held_waiting");
/// Fingerprints of ledger rows already taken in. Value: batch.
pub(super) const LEDGER_ROW: TableDefinition<'static, u128, u32> =
    TableDefinition::new("ledger_row");
/// Petitions of an import. Key: batch, petition; value: fingerprint of its row.
pub(super) const IMPORT_PETITION: TableDefinition<'static, (u32, u64), u128> =
    TableDefinition::new("import_petition");
/// Units of the office.
pub(super) const UNIT: Table<u16> = TableDefinition::new("unit");
/// Changes of units, in the order of entry. Key: number from 1.
pub(super) const UNIT_CHANGE: Table<u32> = TableDefinition::new("unit_change");
/// Accounts.
pub(super) const ACCOUNT: Table<u32> = TableDefinition::new("account");
/// Accounts by folded user name.
pub(super) const ACCOUNT_BY_NAME: TableDefinition<'static, &str, u32> =
    TableDefinition::new("account_by_name");
/// Sessions. Key: SHA-256 of the cookie's value.
pub(super) const SESSION: Table<&[u8]> = TableDefinition::new("session");
/// The office's own rows of the rulebook. Key: identifier.
pub(super) const OWN_RULE: Table<&str> = TableDefinition::new("own_rule");
/// The office's own days. Key: kind of row, day or year.
pub(super) const OWN_DAY: Table<(u8, i32)> = TableDefinition::new("own_day");
/// Changes of the law. Key: number from 1.
pub(super) const LAW_CHANGE: Table<u32> = TableDefinition::new("law_change");
/// The journal. Key: number from 1; value: link, record.
pub(super) const JOURNAL: Table<u64> = TableDefinition::new("journal");
