//! The change log: which petitions each transaction changed, in order. The index follows it.

use redb::ReadableTable;

use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::id::PetitionId;

/// A stretch of the log.
#[derive(Debug, Default)]
pub struct Changes {
    /// The changed petitions, each once.
    pub ids: Vec<PetitionId>,
    /// Number of the last row read.
    pub seq: u64,
}

impl Tx<'_> {
    /// Writes the log row of this transaction, if it changed a petition; gives its number.
    pub(super) fn log_changes(&mut self) -> Result<Option<u64>, StoreError> {
        if self.changed.is_empty() {
            return Ok(None);
        }
        self.changed.sort_unstable();
        self.changed.dedup();
        let last = self.change_log.last()?.map_or(0, |(seq, _)| seq.value());
        let bytes: Vec<u8> = self.changed.iter().flat_map(|id| id.to_be_bytes()).collect();
        self.change_log.insert(last + 1, bytes.as_slice())?;
        Ok(Some(last + 1))
    }
}

impl Snapshot {
    /// Number of the newest row.
    pub fn last_seq(&self) -> Result<u64, StoreError> {
        let log = self.txn.open_table(tables::CHANGE_LOG)?;
        Ok(log.last()?.map_or(0, |(seq, _)| seq.value()))
    }

    /// Rows after `seq`, until about `limit` petitions are gathered; `None` when there are none.
    pub fn changes_after(&self, seq: u64, limit: usize) -> Result<Option<Changes>, StoreError> {
        let log = self.txn.open_table(tables::CHANGE_LOG)?;
        let mut changes = Changes { ids: Vec::new(), seq };
        for row in log.range(seq + 1..)? {
            let (seq, ids) = row?;
            changes.seq = seq.value();
            changes.ids.extend(ids.value().chunks_exact(8).filter_map(|bytes| {
                PetitionId::from_key(u64::from_be_bytes(bytes.try_into().ok()?))
            }));
            if changes.ids.len() >= limit {
                break;
            }
        }
        if changes.seq == seq {
            return Ok(None);
        }
        changes.ids.sort_unstable();
        changes.ids.dedup();
        Ok(Some(changes))
    }
}
