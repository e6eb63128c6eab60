//! The file of the store: made whole or not at all, opened once, and opened again after the disk failed.
//!
//! redb refuses everything once a write to the disk failed, so a full disk would stop even reading until the next
//! start: writes are refused while there is still a little room, and after a failure the file is opened anew. Called
//! by `store` only.

use std::fs::{self, DirBuilder, File, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::thread;
use std::time::Duration;

use redb::{
    Database, DatabaseError, ReadOnlyDatabase, ReadTransaction, ReadableDatabase, WriteTransaction,
};

use super::error::StoreError;
use super::meta::{self, Identity};

/// Page cache of redb; performance.md §9 found it enough for a million petitions.
const CACHE_BYTES: usize = 48 << 20;
/// Name of the store's file in the data folder.
pub const FILE_NAME: &str = "donthu.redb";
/// Name of the file while it is made.
const MAKING_NAME: &str = "donthu.redb.new";
/// Nothing is written when the disk has less room than this: the largest transaction needs a part of it.
const RESERVE_BYTES: u64 = 32 << 20;
/// How often, and after what time each, a file is asked for that a last reader still holds.
const TRIES: u32 = 100;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// The open file of one data folder.
pub(super) struct StoreFile {
    folder: PathBuf,
    /// `None` only while it could not be opened again after a failure.
    db: RwLock<Option<Database>>,
}

impl StoreFile {
    /// Opens the file of a folder, or makes folder and file.
    pub(super) fn open(folder: &Path) -> Result<(Self, Identity), StoreError> {
        // Identities of denouncers are in it: nobody but its owner has a look.
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let (db, identity) = match make(folder)? {
            Some(made) => made,
            None => open(folder)?,
        };
        Ok((Self { folder: folder.to_owned(), db: RwLock::new(Some(db)) }, identity))
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn begin_read(&self) -> Result<ReadTransaction, StoreError> {
        if let Some(db) = self.db().as_ref() {
            return Ok(db.begin_read()?);
        }
        self.reopen()?;
        let db = self.db();
        let db = db.as_ref().ok_or(StoreError::AlreadyOpen)?;
        Ok(db.begin_read()?)
    }

    /// Whether the disk has the room that writing needs.
    pub(super) fn has_room(&self) -> Result<bool, StoreError> {
        let disk = rustix::fs::statvfs(&self.folder).map_err(std::io::Error::from)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize) >= RESERVE_BYTES)
    }

    /// A write transaction, unless the disk is nearly full.
    pub(super) fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        if !self.has_room()? {
            return Err(StoreError::DiskFull);
        }
        if self.db().is_none() {
            self.reopen()?;
        }
        let db = self.db();
        let db = db.as_ref().ok_or(StoreError::AlreadyOpen)?;
        Ok(db.begin_write()?)
    }

    /// After a write failed: opens the file anew if the disk was the cause. Whether it was.
    ///
    /// What the last transaction left may be found done or not done: the caller reads it again.
    pub(super) fn heal(&self) -> Result<bool, StoreError> {
        let is_sound = self.db().as_ref().is_some_and(|db| db.begin_write().is_ok());
        if is_sound {
            return Ok(false);
        }
        self.reopen()?;
        Ok(true)
    }

    fn reopen(&self) -> Result<(), StoreError> {
        let mut db = self.db.write().unwrap_or_else(PoisonError::into_inner);
        if db.as_ref().is_some_and(|db| db.begin_write().is_ok()) {
            return Ok(());
        }
        *db = None;
        for _ in 0..TRIES {
            match open(&self.folder) {
                // A reader of before still holds the file.
                Err(StoreError::AlreadyOpen) => thread::sleep(BETWEEN_TRIES),
                Err(error) => return Err(error),
                Ok((opened, _)) => {
                    *db = Some(opened);
                    return Ok(());
                }
            }
        }
        Err(StoreError::AlreadyOpen)
    }

    fn db(&self) -> RwLockReadGuard<'_, Option<Database>> {
        self.db.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn database(path: &Path) -> Result<Database, DatabaseError> {
    Database::builder().set_cache_size(CACHE_BYTES).create(path)
}

fn open(folder: &Path) -> Result<(Database, Identity), StoreError> {
    let path = folder.join(FILE_NAME);
    // Opening for writing changes the file: a later release's is refused before that. One that was not closed in
    // order can only be opened for writing.
    if let Ok(db) = ReadOnlyDatabase::open(&path) {
        meta::check(&db)?;
    }
    let db = database(&path)?;
    let identity = meta::prepare(&db)?;
    Ok((db, identity))
}

/// Makes the file beside its place, and moves it there once it is whole: a kill meanwhile leaves nothing half made.
///
/// Gives nothing when the file is there already.
fn make(folder: &Path) -> Result<Option<(Database, Identity)>, StoreError> {
    let (path, making) = (folder.join(FILE_NAME), folder.join(MAKING_NAME));
    if path.exists() {
        return Ok(None);
    }
    let db = match database(&making) {
        Err(DatabaseError::DatabaseAlreadyOpen) => return Err(StoreError::AlreadyOpen),
        // Left half made by a process that was killed; one that lives would have it locked.
        Err(_) if making.exists() => {
            fs::remove_file(&making)?;
            database(&making)?
        }
        made => made?,
    };
    fs::set_permissions(&making, Permissions::from_mode(0o600))?;
    let identity = meta::prepare(&db)?;
    // Whoever was faster moved their file before ours could be made: the lock was theirs.
    if path.exists() {
        fs::remove_file(&making)?;
        return Ok(None);
    }
    fs::rename(&making, &path)?;
    File::open(folder)?.sync_all()?;
    Ok(Some((db, identity)))
}
