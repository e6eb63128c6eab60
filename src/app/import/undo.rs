//! Taking an import back as a whole, as long as nobody has worked on what it brought.

use super::is_running;
use crate::app::App;
use crate::app::error::{AppError, Refused, UndoObstacle};
use crate::domain::id::{BatchId, PetitionId};
use crate::domain::journal::{Act, LedgerAct};
use crate::domain::permission::{Actor, Right, require};
use crate::store::Tx;
use crate::store::import::BatchState;

/// Takes back everything that an import brought, unless one of its petitions was worked on since.
pub fn undo(app: &App, actor: Option<&Actor>, id: BatchId) -> Result<u64, AppError> {
    require(actor, Right::ImportLedger)?;
    let removed = app.store.write(|tx| {
        let mut batch = tx.batch(id)?.ok_or(AppError::NotFound)?;
        let obstacle = match batch.state {
            BatchState::Undone => Some(UndoObstacle::AlreadyUndone),
            BatchState::Running if is_running(app, id) => Some(UndoObstacle::Running),
            BatchState::Running | BatchState::Done | BatchState::Cancelled => {
                worked_on(tx, id)?.map(UndoObstacle::WorkedOn)
            }
        };
        if let Some(obstacle) = obstacle {
            return Err(AppError::from(Refused::CannotUndo(obstacle)));
        }
        let removed = tx.petitions_of_batch(id)?.len() as u64;
        tx.undo_batch(id)?;
        batch.state = BatchState::Undone;
        tx.put_batch(&batch)?;
        let act = Act::Ledger(LedgerAct::Undone { batch: id, petitions: removed });
        tx.journal(&app.entry(actor, act))?;
        Ok(removed)
    })?;
    match actor {
        Some(actor) => app.note_write(actor),
        None => app.index.wake(),
    }
    Ok(removed)
}

/// A petition of the import to which something happened after it was taken in.
fn worked_on(tx: &Tx, id: BatchId) -> Result<Option<PetitionId>, AppError> {
    for petition_id in tx.petitions_of_batch(id)? {
        let history = tx.history(petition_id)?;
        let taken_in = history.first().map(|event| event.entered_at);
        if history.iter().any(|event| Some(event.entered_at) != taken_in) {
            return Ok(Some(petition_id));
        }
    }
    Ok(None)
}
