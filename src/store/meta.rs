//! What the store says of itself: its identity, the format it is written in, and the first transaction.

use std::sync::Arc;

use redb::{Database, ReadableDatabase, ReadableTable};

use super::error::StoreError;
use super::seal::Ring;
use super::{Snapshot, Tx, tables};

/// Format of the data folder that this release writes. Raised with every change of a table's meaning.
pub const FORMAT_VERSION: u32 = 1;

const FORMAT: &str = "format_version";
const STORE_ID: &str = "store_id";
const EPOCH: &str = "epoch";
const WRITTEN_BY: &str = "written_by";

/// Which store this is: an index made from another one, or from before a restore, is recognised by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Drawn once, when the store is made.
    pub store_id: [u8; 16],
    /// Raised by every restore.
    pub epoch: u64,
}

/// Checks the format of an existing store, or writes the first transaction of a new one.
pub(super) fn prepare(db: &Database) -> Result<Identity, StoreError> {
    if let Some(identity) = existing(db)? {
        return Ok(identity);
    }
    let mut store_id = [0; 16];
    getrandom::fill(&mut store_id).map_err(|error| std::io::Error::other(error.to_string()))?;
    let txn = db.begin_write()?;
    {
        let mut tx = Tx::open(&txn, Arc::new(Ring::none()))?;
        tx.meta.insert(FORMAT, FORMAT_VERSION.to_be_bytes().as_slice())?;
        tx.meta.insert(STORE_ID, store_id.as_slice())?;
        tx.meta.insert(EPOCH, 0u64.to_be_bytes().as_slice())?;
        tx.meta.insert(WRITTEN_BY, env!("CARGO_PKG_VERSION").as_bytes())?;
    }
    txn.commit()?;
    Ok(Identity { store_id, epoch: 0 })
}

/// Refuses what a later release wrote.
pub(super) fn check(db: &impl ReadableDatabase) -> Result<(), StoreError> {
    existing(db).map(drop)
}

fn existing(db: &impl ReadableDatabase) -> Result<Option<Identity>, StoreError> {
    let txn = db.begin_read()?;
    let meta = match txn.open_table(tables::META) {
        Ok(meta) => meta,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let found = u32::from_be_bytes(field(&meta, FORMAT)?);
    if found > FORMAT_VERSION {
        return Err(StoreError::Newer { found, supported: FORMAT_VERSION });
    }
    Ok(Some(Identity {
        store_id: field(&meta, STORE_ID)?,
        epoch: u64::from_be_bytes(field(&meta, EPOCH)?),
    }))
}

/// Which store this is, within a transaction.
pub(super) fn store_id(
    meta: &impl ReadableTable<&'static str, &'static [u8]>,
) -> Result<[u8; 16], StoreError> {
    field(meta, STORE_ID)
}

impl Snapshot {
    /// Which store this is.
    pub(super) fn store_id(&self) -> Result<[u8; 16], StoreError> {
        store_id(&self.txn.open_table(tables::META)?)
    }
}

fn field<const N: usize>(
    meta: &impl ReadableTable<&'static str, &'static [u8]>,
    key: &str,
) -> Result<[u8; N], StoreError> {
    let missing = |detail: &str| StoreError::Corrupt {
        table: "meta",
        key: key.to_owned(),
        detail: detail.to_owned(),
    };
    let value = meta.get(key)?.ok_or_else(|| missing("missing"))?;
    value.value().try_into().map_err(|_| missing("wrong length"))
}
