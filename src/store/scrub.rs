//! Overwrites what the file still holds in its free pages of a sender who was put under seal later.
//!
//! redb writes a changed record to another page and leaves the old one as it was until the page is used again. Here every
//! free page is used once, with zeros. What is still to be done is remembered in `meta`, so that a kill in between loses
//! nothing. Called by `app::index` after the index has forgotten the same petitions.

use std::fs;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use redb::{Durability, ReadableTable, TableDefinition};

use super::error::StoreError;
use super::{FILE_NAME, Snapshot, Store, Tx, tables};
use crate::domain::id::PetitionId;

/// Petitions whose sender may still be in free pages, 8 bytes each; 0 is a held row.
const DUE: &str = "scrub_due";
/// What free pages are filled with.
const FILLER: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("scrub");
/// Bytes of a value that takes a page of its own.
const FILLER_BYTES: usize = 3_600;
/// Pages of one transaction.
const FILLER_PAGES: u64 = 2_000;
/// So long readers of before the sealing are waited for; then it is tried again later.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

impl Tx<'_> {
    /// Says that a record held in clear what is under seal from now on.
    pub(super) fn leaves_clear(&mut self, petition: u64) -> Result<(), StoreError> {
        let mut due = self.meta.get(DUE)?.map_or_else(Vec::new, |due| due.value().to_vec());
        due.extend(petition.to_be_bytes());
        self.meta.insert(DUE, due.as_slice())?;
        Ok(())
    }
}

impl Snapshot {
    fn scrub_due(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        Ok(meta.get(DUE)?.map(|due| due.value().to_vec()))
    }
}

impl Store {
    /// Petitions of which something was put under seal that lay in clear before and may still be found in the files;
    /// `None` where nothing is left to do.
    pub fn scrub_due(&self) -> Result<Option<Vec<PetitionId>>, StoreError> {
        let Some(due) = self.read()?.scrub_due()? else { return Ok(None) };
        let keys = due.as_chunks::<8>().0.iter().map(|key| u64::from_be_bytes(*key));
        Ok(Some(keys.filter_map(PetitionId::from_key).collect()))
    }

    /// Overwrites all free pages; whether it could be done now.
    pub fn scrub(&self) -> Result<bool, StoreError> {
        let Some(due) = self.read()?.scrub_due()? else { return Ok(true) };
        if !self.await_old_readers() {
            return Ok(false);
        }
        // A page is free two commits after it was given up.
        for _ in 0..3 {
            self.write(|tx| {
                let again = tx.meta.get(DUE)?.map(|due| due.value().to_vec());
                tx.meta.insert(DUE, again.unwrap_or_default().as_slice())?;
                Ok::<_, StoreError>(())
            })?;
        }
        let filled = self.fill_free_pages();
        let emptied = self.transact_filler(|txn| {
            txn.delete_table(FILLER)?;
            Ok(())
        });
        filled.and(emptied)?;
        self.write(|tx| {
            // What was sealed meanwhile stays due.
            let now = tx.meta.get(DUE)?.map(|due| due.value().to_vec()).unwrap_or_default();
            let left = now.strip_prefix(due.as_slice()).unwrap_or_default().to_vec();
            if left.is_empty() {
                tx.meta.remove(DUE)?;
            } else {
                tx.meta.insert(DUE, left.as_slice())?;
            }
            Ok::<_, StoreError>(true)
        })
    }

    /// Waits for those who read what was there before; whether none is left.
    fn await_old_readers(&self) -> bool {
        let mut current = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::take(&mut *current);
        drop(current);
        let begun = Instant::now();
        while Arc::strong_count(&old) > 1 {
            if begun.elapsed() > PATIENCE {
                return false;
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        true
    }

    /// Fills pages until the file has to grow: then none was left.
    fn fill_free_pages(&self) -> Result<(), StoreError> {
        let path = self.file.folder().join(FILE_NAME);
        let length = fs::metadata(&path)?.len();
        let most = length / FILLER_BYTES as u64;
        let (filler, mut next) = ([0; FILLER_BYTES], 0);
        while next <= most && fs::metadata(&path)?.len() <= length {
            self.transact_filler(|txn| {
                let mut table = txn.open_table(FILLER)?;
                for number in next..next + FILLER_PAGES {
                    table.insert(number, filler.as_slice())?;
                }
                Ok(())
            })?;
            next += FILLER_PAGES;
        }
        Ok(())
    }

    fn transact_filler(
        &self,
        change: impl FnOnce(&redb::WriteTransaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut txn = self.file.begin_write()?;
        txn.set_durability(Durability::Immediate)?;
        change(&txn)?;
        Ok(txn.commit()?)
    }
}
