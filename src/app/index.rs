//! The index follows the change log.
//!
//! One thread drives it ([`follow`]); everybody else only wakes it and asks [`Indexing::wait_for`]. The index is
//! disposable: missing, damaged, foreign, older or ahead of the store, it is built anew beside the old one while the
//! product serves. A failed batch is not covered and comes again.

mod compare;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::App;
use super::error::AppError;
use crate::domain::id::PetitionId;
use crate::domain::petition::Petition;
use crate::search::{
    Change, Indexer, Opened, Progress, SearchDocument, SearchError, SearchIndex, Searcher, Stamp,
    rebuild,
};
use crate::store::Snapshot;
use crate::store::error::StoreError;

pub use compare::{compare, compare_running};

/// Petitions of one index commit.
const BATCH_PETITIONS: usize = 500;
/// Petitions of one commit while catching up after a long absence.
const CATCH_UP_PETITIONS: usize = 20_000;
/// Without being woken the thread looks this often.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After a failure the thread waits this long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What everybody may know of the index.
pub struct Indexing {
    root: PathBuf,
    /// Answers searches.
    pub searcher: Searcher,
    indexed: Mutex<u64>,
    /// Greatest change-log number that an index of this store can cover: the store's when it was opened, and what was
    /// indexed since. Not the store's own, which may meanwhile have reached that of an index of another past.
    bound: AtomicU64,
    moved: Condvar,
    waker: Mutex<bool>,
    woken: Condvar,
    must_rebuild: AtomicBool,
    rebuilt: AtomicU64,
}

impl Indexing {
    pub(super) fn new(root: PathBuf, store_seq: u64) -> Self {
        Self {
            root,
            searcher: Searcher::default(),
            indexed: Mutex::new(0),
            bound: AtomicU64::new(store_seq),
            moved: Condvar::new(),
            waker: Mutex::new(false),
            woken: Condvar::new(),
            must_rebuild: AtomicBool::new(false),
            rebuilt: AtomicU64::new(0),
        }
    }

    /// Tells the thread that there is something to do.
    pub(super) fn wake(&self) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.woken.notify_one();
    }

    /// Asks the thread to build the index anew.
    pub fn request_rebuild(&self) {
        self.must_rebuild.store(true, Ordering::Release);
        self.wake();
    }

    /// Lets the thread see at once that it should stop.
    pub fn request_stop(&self) {
        self.wake();
    }

    /// Petitions that a rebuild has taken in so far.
    pub fn rebuilt(&self) -> u64 {
        self.rebuilt.load(Ordering::Acquire)
    }

    /// Change-log number that searches see.
    pub fn indexed_seq(&self) -> u64 {
        *self.indexed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until searches see `seq`, at most `limit`; whether they do.
    pub fn wait_for(&self, seq: u64, limit: Duration) -> bool {
        let indexed = self.indexed.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.moved.wait_timeout_while(indexed, limit, |indexed| *indexed < seq);
        *waited.unwrap_or_else(PoisonError::into_inner).0 >= seq
    }

    fn publish(&self, seq: u64) {
        self.bound.fetch_max(seq, Ordering::AcqRel);
        *self.indexed.lock().unwrap_or_else(PoisonError::into_inner) = seq;
        self.moved.notify_all();
    }

    fn sleep(&self, limit: Duration) {
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner);
        let woken = self.woken.wait_timeout_while(waker, limit, |woken| !*woken);
        *woken.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

/// Keeps the index in step until `stop` says so: the body of the indexing thread.
pub fn follow(app: &App, stop: &AtomicBool) {
    let mut indexer = None;
    while !stop.load(Ordering::Acquire) {
        // A damaged file can make the library panic. The index is disposable, this thread is not.
        match catch_unwind(AssertUnwindSafe(|| step(app, &mut indexer, stop))) {
            Ok(Ok(())) => app.index.sleep(LOOK_EVERY),
            Ok(Err(AppError::Search(SearchError::Cancelled))) => {}
            Ok(Err(error)) => {
                tracing::error!(error = %error, "indexing failed, trying again");
                indexer = None;
                app.index.sleep(AFTER_FAILURE);
            }
            Err(_) => {
                tracing::error!("indexing panicked, building the index anew");
                indexer = None;
                app.index.must_rebuild.store(true, Ordering::Release);
                app.index.sleep(AFTER_FAILURE);
            }
        }
    }
}

fn step(app: &App, indexer: &mut Option<Indexer>, stop: &AtomicBool) -> Result<(), AppError> {
    if app.index.must_rebuild.swap(false, Ordering::AcqRel) {
        *indexer = None;
        let index = build(app, stop)?;
        *indexer = Some(Indexer::new(index, app.index.searcher.clone())?);
    }
    let indexer = match indexer {
        Some(indexer) => indexer,
        None => indexer.insert(open(app, stop)?),
    };
    app.index.publish(indexer.indexed_seq());
    catch_up(app, indexer)?;
    forget_sealed(app, indexer)
}

/// Brings the index up to date once: for the command line, where no thread runs.
pub fn bring_up_to_date(app: &App) -> Result<(), AppError> {
    let mut indexer = open(app, &AtomicBool::new(false))?;
    app.index.publish(indexer.indexed_seq());
    catch_up(app, &mut indexer)?;
    forget_sealed(app, &mut indexer)
}

/// Builds the index anew and answers from it: for the command line, where no thread runs.
pub fn rebuild_now(app: &App) -> Result<(), AppError> {
    let index = build(app, &AtomicBool::new(false))?;
    let indexer = Indexer::new(index, app.index.searcher.clone())?;
    app.index.publish(indexer.indexed_seq());
    Ok(())
}

fn open(app: &App, stop: &AtomicBool) -> Result<Indexer, AppError> {
    let bound = app.index.bound.load(Ordering::Acquire);
    let index = match SearchIndex::open(&app.index.root, stamp(app), bound)? {
        Opened::Ready(index) => index,
        Opened::MustRebuild(reason) => {
            tracing::warn!(?reason, "building the index anew");
            build(app, stop)?
        }
    };
    Ok(Indexer::new(index, app.index.searcher.clone())?)
}

fn build(app: &App, stop: &AtomicBool) -> Result<SearchIndex, AppError> {
    let snapshot = app.store.read()?;
    let seq = snapshot.last_seq()?;
    let failure: RefCell<Option<StoreError>> = RefCell::default();
    let ids = snapshot.petition_ids()?.into_iter().rev();
    let documents = ids.map_while(|id| match snapshot.petition(id) {
        Ok(petition) => Some(petition.map(|petition| document(&petition))),
        // A record that can't be read is left out; `verify` names it.
        Err(StoreError::Corrupt { table, key, detail }) => {
            tracing::error!(table, key, detail, "left out of the index");
            Some(None)
        }
        Err(error) => {
            failure.replace(Some(error));
            None
        }
    });
    app.index.rebuilt.store(0, Ordering::Release);
    let progress = |count| {
        app.index.rebuilt.store(count, Ordering::Release);
        // What ended early because the store could not be read must not become the current index.
        let must_end = stop.load(Ordering::Acquire) || failure.borrow().is_some();
        if must_end { Progress::Cancel } else { Progress::Continue }
    };
    let index = rebuild(&app.index.root, stamp(app), seq, documents.flatten(), progress);
    match failure.into_inner() {
        Some(error) => Err(error.into()),
        None => Ok(index?),
    }
}

fn catch_up(app: &App, indexer: &mut Indexer) -> Result<(), AppError> {
    loop {
        let behind = app.store.last_seq().saturating_sub(indexer.indexed_seq());
        let limit = if behind > 50 { CATCH_UP_PETITIONS } else { BATCH_PETITIONS };
        let snapshot = app.store.read()?;
        let Some(changes) = snapshot.changes_after(indexer.indexed_seq(), limit)? else {
            return Ok(());
        };
        let batch = changes.ids.iter().map(|id| change(&snapshot, *id));
        let batch: Vec<Change> = batch.collect::<Result<_, StoreError>>()?;
        indexer.apply(&batch, changes.seq)?;
        app.index.publish(changes.seq);
    }
}

/// What was put under seal after it had lain in clear leaves the files of index and store as well.
fn forget_sealed(app: &App, indexer: &mut Indexer) -> Result<(), AppError> {
    let Some(ids) = app.store.scrub_due()? else { return Ok(()) };
    if !indexer.purge(&ids)? {
        tracing::info!("the index is being merged: it forgets later");
        return Ok(());
    }
    match app.store.scrub() {
        Ok(true) => {}
        Ok(false) => tracing::info!("the store is being read: free pages are overwritten later"),
        // The index is in step: what is due is tried again at the next look.
        Err(StoreError::DiskFull) => tracing::warn!("no room to overwrite free pages"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn change(snapshot: &Snapshot, id: PetitionId) -> Result<Change, StoreError> {
    let document = match snapshot.petition(id) {
        Ok(petition) => petition.map(|petition| document(&petition)),
        Err(StoreError::Corrupt { table, key, detail }) => {
            tracing::error!(table, key, detail, "left out of the index");
            None
        }
        Err(error) => return Err(error),
    };
    Ok(Change { id, document })
}

/// What of a petition enters the index. A protected sender is not in the record, so nothing of them can be here.
fn document(petition: &Petition) -> SearchDocument {
    let facts = &petition.facts;
    let person = facts.petitioner.as_ref();
    let given = petition.assignment.as_ref().and_then(|a| a.document.as_ref());
    let ended = petition.outcome.as_ref().map(|outcome| &outcome.document);
    SearchDocument {
        id: petition.id,
        name: person.map(|person| person.name.clone()),
        address: person.and_then(|person| person.address.clone()),
        ward: person.and_then(|person| person.ward.clone()),
        content: facts.content.clone(),
        documents: given.into_iter().chain(ended).map(|d| d.number.clone()).collect(),
        kind: facts.kind,
        unit: petition.unit(),
        received_on: facts.received_on,
    }
}

/// The texts that [`document`] gives the index beside the content, each apart.
pub(super) fn short_texts(petition: &Petition) -> Vec<String> {
    let document = document(petition);
    let person = document.name.into_iter().chain(document.address).chain(document.ward);
    person.chain(document.documents).collect()
}

fn stamp(app: &App) -> Stamp {
    let identity = app.store.identity();
    Stamp { store_id: identity.store_id, epoch: identity.epoch }
}

/// How long a search waits for its reader's own last write.
const OWN_WRITE: Duration = Duration::from_secs(1);

impl App {
    /// Waits, a second at most, until searches see what this account wrote last.
    pub(super) fn await_own_write(&self, account: crate::domain::id::AccountId) {
        let last = self.last_write(account);
        if last > self.index.indexed_seq() {
            let begun = Instant::now();
            let is_seen = self.index.wait_for(last, OWN_WRITE);
            tracing::debug!(is_seen, waited_ms = begun.elapsed().as_millis(), "own write");
        }
    }
}
