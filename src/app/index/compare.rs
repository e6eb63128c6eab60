//! Whether the index says of every petition what the store says, for `verify`: columns and words.
//!
//! Store and index are read one after the other while others write, so that they show different moments: the index is
//! never behind, and what changed in between is looked at again.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{bring_up_to_date, document};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::id::PetitionId;
use crate::search::Expectation;
use crate::store::Snapshot;

/// How often what keeps changing is looked at.
const ROUNDS: usize = 5;

/// Brings the index up to date and compares it with the store: for `verify` where no thread runs.
pub fn compare(app: &App) -> Result<Vec<String>, AppError> {
    bring_up_to_date(app)?;
    findings(app, Duration::ZERO)
}

/// Waits for the indexing thread and compares the index with the store: for `verify` in the server.
pub fn compare_running(app: &App, limit: Duration) -> Result<Vec<String>, AppError> {
    findings(app, limit)
}

/// Petitions of which index and store disagree, a line each.
fn findings(app: &App, limit: Duration) -> Result<Vec<String>, AppError> {
    let mut faulty = BTreeSet::new();
    let mut doubtful: Option<BTreeSet<PetitionId>> = None;
    for _ in 0..ROUNDS {
        let snapshot = app.store.read()?;
        let seq = snapshot.last_seq()?;
        if seq == 0 {
            // Nothing was ever registered, and there may be no index yet.
            return Ok(Vec::new());
        }
        if !app.index.wait_for(seq, limit) {
            return Ok(vec![format!("index is at {}, store at {seq}", app.index.indexed_seq())]);
        }
        let mut differing = differing(app, &snapshot)?;
        if let Some(doubtful) = &doubtful {
            differing.retain(|id| doubtful.contains(id));
        }
        // Whatever the index knows beyond the snapshot is in the log by now.
        let since = app.store.read()?.changes_after(seq, usize::MAX)?.unwrap_or_default();
        let (moved, settled) =
            differing.into_iter().partition(|id| since.ids.binary_search(id).is_ok());
        let (moved, settled): (BTreeSet<_>, BTreeSet<_>) = (moved, settled);
        faulty.extend(settled);
        let is_done = moved.is_empty();
        doubtful = Some(moved);
        if is_done {
            break;
        }
    }
    let unsettled = doubtful.unwrap_or_default().into_iter();
    let unsettled = unsettled.map(|id| format!("{id}: changes too often to be compared"));
    let faulty = faulty.into_iter().map(|id| format!("{id}: index and store disagree"));
    Ok(faulty.chain(unsettled).collect())
}

/// Petitions of which the index, as it is now, does not say what this moment of the store says.
fn differing(app: &App, snapshot: &Snapshot) -> Result<BTreeSet<PetitionId>, AppError> {
    let mut indexed = app.index.searcher.contents()?.into_iter().peekable();
    let mut expectation = Expectation::new();
    let mut differing = BTreeSet::new();
    for id in snapshot.petition_ids()? {
        while let Some(foreign) = indexed.next_if(|indexed| indexed.key() < id.key()) {
            differing.extend(PetitionId::from_key(foreign.key()));
        }
        let found = indexed.next_if(|indexed| indexed.key() == id.key());
        // A record that can't be read is named by the check of the store.
        let Ok(petition) = snapshot.petition(id) else { continue };
        if found != petition.map(|petition| expectation.of(&document(&petition))) {
            differing.insert(id);
        }
    }
    differing.extend(indexed.filter_map(|foreign| PetitionId::from_key(foreign.key())));
    Ok(differing)
}
