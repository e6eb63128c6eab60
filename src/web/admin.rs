//! Pages under `/quan-tri`: ledgers, held rows, accounts, units, rules and calendar, the journal.

pub(super) mod account;
pub(super) mod accounts;
pub(super) mod held_rows;
pub(super) mod imports;
pub(super) mod journal;
pub(super) mod law;
pub(super) mod unit;
pub(super) mod units;
pub(super) mod upload;
