//! The store: one redb file that holds everything, and the columns kept in step with it.
//!
//! redb is named only here and below. [`Store::write`] is the only way to change anything: one durable transaction
//! holds the records, their events, keys, number series and change-log row. Calls block: async callers go through
//! `spawn_blocking`. `FORMAT.md` tells tables, keys and versions.

pub mod account;
mod change_log;
mod codec;
pub mod columns;
mod counter;
pub mod error;
mod file;
pub mod import;
pub mod journal;
mod law;
mod meta;
pub mod petition;
mod record;
mod scrub;
pub mod seal;
pub mod settings;
mod tables;
pub mod unit;
pub mod verify;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use redb::{Durability, ReadTransaction, Table, WriteTransaction};

use crate::domain::id::PetitionId;
use columns::{Columns, Row};
use error::StoreError;
use file::StoreFile;
use seal::Ring;

pub use file::FILE_NAME;
pub use meta::{FORMAT_VERSION, Identity};

/// The open store of one data folder.
pub struct Store {
    file: StoreFile,
    identity: Identity,
    columns: RwLock<Columns>,
    /// Held from the start of a write until the columns follow: they change in the order of commits.
    writing: Mutex<()>,
    last_seq: AtomicU64,
    /// The keys of the seal.
    ring: RwLock<Arc<Ring>>,
    /// Held by each snapshot of now; another one from a scrub on.
    readers: Mutex<Arc<()>>,
}

/// What a write changed, to be applied to the columns after the commit.
enum ColumnChange {
    Put(PetitionId, Row),
    Remove(PetitionId),
}

/// A write transaction with its tables open.
pub struct Tx<'txn> {
    meta: Table<'txn, &'static str, &'static [u8]>,
    head: Table<'txn, u64, &'static [u8]>,
    body: Table<'txn, u64, &'static [u8]>,
    way: Table<'txn, u64, &'static [u8]>,
    sealed: Table<'txn, u64, &'static [u8]>,
    sealed_match: Table<'txn, (u128, u64), ()>,
    held_sealed: Table<'txn, u64, &'static [u8]>,
    identity_opening: Table<'txn, (u64, u64, u32), ()>,
    ring: Arc<Ring>,
    row: Table<'txn, (u32, u64), &'static [u8]>,
    by_text: Table<'txn, (u8, &'static [u8], u64), ()>,
    event: Table<'txn, (u64, u32), &'static [u8]>,
    change_log: Table<'txn, u64, &'static [u8]>,
    counter: Table<'txn, &'static str, u64>,
    form_key: Table<'txn, u128, u64>,
    batch: Table<'txn, u32, &'static [u8]>,
    held: Table<'txn, u64, &'static [u8]>,
    held_waiting: Table<'txn, u64, u32>,
    ledger_row: Table<'txn, u128, u32>,
    import_petition: Table<'txn, (u32, u64), u128>,
    unit: Table<'txn, u16, &'static [u8]>,
    unit_change: Table<'txn, u32, &'static [u8]>,
    account: Table<'txn, u32, &'static [u8]>,
    account_by_name: Table<'txn, &'static str, u32>,
    session: Table<'txn, &'static [u8], &'static [u8]>,
    own_rule: Table<'txn, &'static str, &'static [u8]>,
    own_day: Table<'txn, (u8, i32), &'static [u8]>,
    law_change: Table<'txn, u32, &'static [u8]>,
    journal: Table<'txn, u64, &'static [u8]>,
    untold: journal::Untold,
    changed: Vec<u64>,
    column_changes: Vec<ColumnChange>,
}

/// One moment of the store, read from as long as it is held.
pub struct Snapshot {
    txn: ReadTransaction,
    ring: Arc<Ring>,
    _reading: Arc<()>,
}

impl Store {
    /// Opens the store of a data folder, or makes an empty one; the key of its seal lies beside the folder.
    ///
    /// # Errors
    /// When another process has it open, a later release wrote it, or the disk fails.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_with_key(folder, &seal::default_place(folder))
    }

    /// Like [`open`](Self::open), with the key of the seal in this file. Without it only what is sealed is out of reach.
    pub fn open_with_key(folder: &Path, key: &Path) -> Result<Self, StoreError> {
        let (file, identity) = StoreFile::open(folder)?;
        let store = Self {
            file,
            identity,
            columns: RwLock::default(),
            writing: Mutex::new(()),
            last_seq: AtomicU64::new(0),
            ring: RwLock::new(Arc::new(Ring::none())),
            readers: Mutex::default(),
        };
        store.load()?;
        store.take_keys(key)?;
        Ok(store)
    }

    /// Takes into memory what the file says.
    fn load(&self) -> Result<(), StoreError> {
        let snapshot = self.read()?;
        let (seq, columns) = (snapshot.last_seq()?, snapshot.load_columns()?);
        *self.columns.write().unwrap_or_else(PoisonError::into_inner) = columns;
        self.last_seq.store(seq, Ordering::Release);
        Ok(())
    }

    /// Which store this is.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// The present state.
    pub fn read(&self) -> Result<Snapshot, StoreError> {
        let reading = Arc::clone(&self.readers.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Snapshot { txn: self.file.begin_read()?, ring: self.ring(), _reading: reading })
    }

    /// The columns of now. A snapshot taken afterwards holds at least what they show.
    pub fn columns(&self) -> Columns {
        self.columns.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the disk has the room that writing needs: without it every write is refused, and reading goes on.
    pub fn has_room(&self) -> Result<bool, StoreError> {
        self.file.has_room()
    }

    /// Number of the newest row of the change log.
    pub fn last_seq(&self) -> u64 {
        self.last_seq.load(Ordering::Acquire)
    }

    /// Runs `change` in one transaction and makes it durable; on an error nothing of it stays.
    pub fn write<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_with(Durability::Immediate, change, |_| ())
    }

    /// Like [`write`](Self::write); `after` follows the commit before another write can begin: what is kept in memory
    /// changes in the order of commits.
    pub fn write_then<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx) -> Result<T, E>,
        after: impl FnOnce(&T),
    ) -> Result<T, E> {
        self.write_with(Durability::Immediate, change, after)
    }

    /// Like [`write`](Self::write) but durable only with the next durable write: for making data in bulk that can be
    /// made again.
    pub fn write_deferred<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_with(Durability::None, change, |_| ())
    }

    fn write_with<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        change: impl FnOnce(&mut Tx) -> Result<T, E>,
        after: impl FnOnce(&T),
    ) -> Result<T, E> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let written = self.transact(durability, change);
        if let Ok(outcome) = &written {
            after(outcome);
        }
        // A refused change leaves the file as it was; after a failure of the disk memory follows what it holds now.
        if written.is_err() && self.file.heal()? {
            self.load()?;
        }
        written
    }

    fn transact<T, E: From<StoreError>>(
        &self,
        durability: Durability,
        change: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut txn = self.file.begin_write()?;
        txn.set_durability(durability).map_err(StoreError::from)?;
        let (outcome, seq, changes) = {
            let mut tx = Tx::open(&txn, self.ring())?;
            let outcome = change(&mut tx)?;
            tx.tell()?;
            let seq = tx.log_changes()?;
            (outcome, seq, tx.column_changes)
        };
        txn.commit().map_err(StoreError::from)?;
        let mut columns = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            match change {
                ColumnChange::Put(id, row) => columns.put(id, row),
                ColumnChange::Remove(id) => columns.remove(id),
            }
        }
        if let Some(seq) = seq {
            self.last_seq.store(seq, Ordering::Release);
        }
        Ok(outcome)
    }
}

impl<'txn> Tx<'txn> {
    fn open(txn: &'txn WriteTransaction, ring: Arc<Ring>) -> Result<Self, StoreError> {
        Ok(Self {
            meta: txn.open_table(tables::META)?,
            head: txn.open_table(tables::PETITION_HEAD)?,
            body: txn.open_table(tables::PETITION_BODY)?,
            way: txn.open_table(tables::PETITION_WAY)?,
            sealed: txn.open_table(tables::PETITION_SEALED)?,
            sealed_match: txn.open_table(tables::SEALED_MATCH)?,
            held_sealed: txn.open_table(tables::HELD_SEALED)?,
            identity_opening: txn.open_table(tables::IDENTITY_OPENING)?,
            ring,
            row: txn.open_table(tables::PETITION_ROW)?,
            by_text: txn.open_table(tables::PETITION_BY_TEXT)?,
            event: txn.open_table(tables::PETITION_EVENT)?,
            change_log: txn.open_table(tables::CHANGE_LOG)?,
            counter: txn.open_table(tables::COUNTER)?,
            form_key: txn.open_table(tables::FORM_KEY)?,
            batch: txn.open_table(tables::IMPORT_BATCH)?,
            held: txn.open_table(tables::HELD_ROW)?,
            held_waiting: txn.open_table(tables::HELD_WAITING)?,
            ledger_row: txn.open_table(tables::LEDGER_ROW)?,
            import_petition: txn.open_table(tables::IMPORT_PETITION)?,
            unit: txn.open_table(tables::UNIT)?,
            unit_change: txn.open_table(tables::UNIT_CHANGE)?,
            account: txn.open_table(tables::ACCOUNT)?,
            account_by_name: txn.open_table(tables::ACCOUNT_BY_NAME)?,
            session: txn.open_table(tables::SESSION)?,
            own_rule: txn.open_table(tables::OWN_RULE)?,
            own_day: txn.open_table(tables::OWN_DAY)?,
            law_change: txn.open_table(tables::LAW_CHANGE)?,
            journal: txn.open_table(tables::JOURNAL)?,
            untold: journal::Untold::default(),
            changed: Vec::new(),
            column_changes: Vec::new(),
        })
    }
}
