//! Use cases, shared by the web, the command line and the jobs. They open transactions and pass the time in.
//!
//! Every public function of the modules below takes the [`App`], the actor and a typed request, and answers with what
//! the page needs to say or an [`error::AppError`]. All of them block.

pub mod account;
pub mod amend;
pub mod browse;
pub mod correct;
pub mod desk;
pub mod error;
pub mod export;
pub mod find;
pub mod handle;
pub mod identity;
pub mod import;
pub mod index;
pub mod intake;
pub mod journal;
pub mod law;
pub mod practice;
pub mod session;
pub mod settings;
pub mod sheet;
pub mod units;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::clock::Clock;
use crate::domain::id::{AccountId, BatchId};
use crate::domain::listing::Today;
use crate::domain::permission::Actor;
use crate::store::Store;
use crate::store::seal::default_place;
use error::AppError;
use index::Indexing;
use law::Law;
use settings::Office;

/// The only shared state: store, index and clock of one data folder.
pub struct App {
    /// The store.
    pub store: Store,
    /// The index and its progress.
    pub index: Indexing,
    /// Where the time comes from.
    pub clock: Clock,
    folder: PathBuf,
    office: RwLock<Arc<Office>>,
    law: RwLock<Arc<Law>>,
    /// Change-log number of each person's last write: their next search waits for it.
    last_writes: Mutex<HashMap<AccountId, u64>>,
    desk_counts: Mutex<desk::Counts>,
    /// Imports that run now, and whether each was asked to stop.
    importing: Mutex<HashMap<BatchId, bool>>,
    /// Sessions that could not be written.
    unwritten: session::Unwritten,
    /// What the journal is still to be told.
    pending: journal::Pending,
    /// Those who gave their password and owe a one-time code.
    awaiting: session::Awaiting,
    /// Bad sign-ins of late.
    tries: session::Tries,
    /// Keys of one-time codes that are shown and not yet confirmed.
    shown_keys: account::ShownKeys,
    /// Ledgers that browsers sent of late.
    pub uploads: import::Uploads,
    /// Pages go beyond this machine unencrypted.
    is_plain_http: AtomicBool,
}

impl App {
    /// Opens a data folder.
    ///
    /// # Errors
    /// When the store can't be opened; see [`Store::open`].
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, AppError> {
        Self::open_with_key(folder, &default_place(folder), clock)
    }

    /// Like [`open`](Self::open), with the key of the seal in this file instead of beside the folder.
    pub fn open_with_key(folder: &Path, key: &Path, clock: Clock) -> Result<Self, AppError> {
        let store = Store::open_with_key(folder, key)?;
        let office = RwLock::new(Office::load(&store)?);
        let law = law::load(&store)?;
        let app = Self {
            index: Indexing::new(folder.join("index"), store.last_seq()),
            store,
            clock,
            folder: folder.to_owned(),
            office,
            law: RwLock::new(Arc::new(law)),
            last_writes: Mutex::default(),
            desk_counts: Mutex::default(),
            importing: Mutex::default(),
            unwritten: session::Unwritten::default(),
            pending: journal::Pending::default(),
            awaiting: session::Awaiting::default(),
            tries: session::Tries::default(),
            shown_keys: account::ShownKeys::default(),
            uploads: import::Uploads::default(),
            is_plain_http: AtomicBool::new(false),
        };
        amend::follow_release(&app)?;
        // A disk that is full now must not keep anybody from reading: the next start goes on.
        if let Err(error) = units::resume(&app) {
            tracing::warn!(error = %error, "a change of a unit is still not carried out");
        }
        Ok(app)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Today at the office, by its calendar.
    pub fn today(&self) -> Today {
        Today::new(self.clock.today(), &self.law().calendar)
    }

    /// Name and units of the office.
    pub fn office(&self) -> Arc<Office> {
        Arc::clone(&self.office.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the pages go beyond this machine unencrypted: administrators are told on each.
    pub fn is_plain_http(&self) -> bool {
        self.is_plain_http.load(Ordering::Relaxed)
    }

    /// Remembers that they do.
    pub fn note_plain_http(&self) {
        self.is_plain_http.store(true, Ordering::Relaxed);
    }

    fn reload_office(&self) -> Result<(), AppError> {
        // Loaded under the lock: of two at once the later one sees what both have written.
        let mut office = self.office.write().unwrap_or_else(PoisonError::into_inner);
        *office = Office::load(&self.store)?;
        Ok(())
    }

    /// Remembers that this person has just written, so that their next search finds it.
    fn note_write(&self, actor: &Actor) {
        let seq = self.store.last_seq();
        let mut writes = self.last_writes.lock().unwrap_or_else(PoisonError::into_inner);
        writes.insert(actor.account, seq);
        drop(writes);
        self.index.wake();
    }

    fn last_write(&self, account: AccountId) -> u64 {
        let writes = self.last_writes.lock().unwrap_or_else(PoisonError::into_inner);
        writes.get(&account).copied().unwrap_or_default()
    }
}
