//! What a row of a ledger is known by, so that the same book twice adds nothing.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::read::ReadLedger;
use crate::domain::id::HeldRowId;
use crate::domain::ledger::Column;
use crate::domain::text;

/// Fingerprints of the rows of a book, in order.
///
/// A row is known by what identifies the petition, not by where it stands or what became of it later: the same book
/// with rows moved or results filled in adds nothing. Rows that are equal in all this are told apart by how often
/// they occur. Of what may be a denunciation the sender is no part: a digest of known words tells a name to who guesses
/// it. The one sheet of a format without sheets only bears the name of its file, which says nothing.
pub(super) fn of_rows(ledger: &ReadLedger) -> Vec<u128> {
    const IDENTIFYING: [Column; 5] =
        [Column::Ordinal, Column::ReceivedOn, Column::Sender, Column::Address, Column::Content];
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    ledger
        .book
        .rows
        .iter()
        .map(|(row, _)| {
            let mut digest = Sha256::new();
            if ledger.has_sheets {
                digest.update(text::fold(&row.sheet));
            }
            let is_hidden = row.may_be_denunciation();
            let counts = |column: &Column| !is_hidden || !column.is_of_sender();
            for column in IDENTIFYING.into_iter().filter(counts) {
                digest.update([0]);
                digest.update(row.cells.get(&column).map_or("", String::as_str));
            }
            // Books that keep both in one cell; others are known as they were without it.
            if let Some(both) = row.cells.get(&Column::SenderAndAddress).filter(|_| !is_hidden) {
                digest.update([0]);
                digest.update(both);
            }
            let base: [u8; 32] = digest.finalize().into();
            let occurrence = seen.entry(base).or_default();
            *occurrence += 1;
            let whole = Sha256::new().chain_update(base).chain_update(occurrence.to_be_bytes());
            let mut first = [0; 16];
            first.copy_from_slice(&whole.finalize()[..16]);
            u128::from_be_bytes(first)
        })
        .collect()
}

/// A corrected row no longer reads as in the file; its own fingerprint was remembered when it was held.
pub(super) fn of_held(id: HeldRowId) -> u128 {
    u128::from(id.0)
}
