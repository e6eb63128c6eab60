//! What is under seal, readable: for the owner of server and key, who asks for it by name. The journal tells of it first.

use std::io::Write;

use serde::Serialize;

use super::{json_lines, write_line};
use crate::app::error::{AppError, Refused};
use crate::app::{App, journal};
use crate::domain::correction::Kept;
use crate::domain::id::{HeldRowId, PetitionId};
use crate::domain::journal::{Act, Export};
use crate::domain::permission::permit_of_key_holder;
use crate::domain::person::ProtectedSender;
use crate::store::Snapshot;
use crate::store::error::StoreError;

/// An identity under seal as one line of JSON.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum IdentityLine {
    /// Of a petition's sender.
    Identity {
        number: String,
        name: Option<String>,
        address: Option<String>,
        ward: Option<String>,
        identity_number: Option<String>,
        phone: Option<String>,
        note: Option<String>,
        /// What corrections replaced.
        kept: Vec<Kept>,
    },
    /// Of a row that waits for correction.
    HeldIdentity { id: u64, cells: Vec<(&'static str, String)>, others: Vec<(String, String)> },
    /// That can't be opened.
    Unreadable { table: &'static str, key: String, detail: String },
}

/// Everything as [`json_lines`], and after it every identity that is under seal.
///
/// # Errors
/// [`Refused::Seal`] without the key: then nothing is written.
pub fn json_lines_with_identities(app: &App, out: &mut dyn Write) -> Result<(u64, u64), AppError> {
    let snapshot = app.store.read()?;
    if let Some(fault) = snapshot.seal_fault() {
        return Err(Refused::Seal(fault.clone()).into());
    }
    let ids = snapshot.petition_ids()?;
    let export = Act::Export(Export::Sealed { petitions: ids.len() as u64 });
    journal::tell(app, None, export)?;
    let (written, mut unreadable) = json_lines(app, out)?;
    for id in ids {
        unreadable += write_one(out, "petition_sealed", &id, identity_line(&snapshot, id))?;
    }
    for held in snapshot.each_held_row()?.into_iter().flatten() {
        unreadable += write_one(out, "held_sealed", &held.id, held_line(&snapshot, held.id))?;
    }
    Ok((written, unreadable))
}

/// Writes a line, or one that says that it can't be read; gives how many those are.
fn write_one(
    out: &mut dyn Write,
    table: &'static str,
    id: &impl ToString,
    line: Result<Option<IdentityLine>, StoreError>,
) -> Result<u64, AppError> {
    match line {
        Ok(None) => Ok(0),
        Ok(Some(line)) => write_line(out, &line).map(|()| 0),
        Err(error) => {
            let (key, detail) = (id.to_string(), error.to_string());
            write_line(out, &IdentityLine::Unreadable { table, key, detail }).map(|()| 1)
        }
    }
}

fn identity_line(snapshot: &Snapshot, id: PetitionId) -> Result<Option<IdentityLine>, StoreError> {
    let Some(sealed) = snapshot.protected_sender(id)? else { return Ok(None) };
    let permit = permit_of_key_holder();
    let ProtectedSender { petitioner, note, kept } = sealed.open(&permit).clone();
    let person = petitioner.as_ref();
    let number = person.and_then(|person| person.identity_number.as_ref());
    let phone = person.and_then(|person| person.phone.as_ref());
    Ok(Some(IdentityLine::Identity {
        number: id.to_string(),
        name: person.map(|person| person.name.clone()),
        address: person.and_then(|person| person.address.clone()),
        ward: person.and_then(|person| person.ward.clone()),
        identity_number: number.map(|number| number.as_str().to_owned()),
        phone: phone.map(|phone| phone.as_str().to_owned()),
        note,
        kept,
    }))
}

fn held_line(snapshot: &Snapshot, id: HeldRowId) -> Result<Option<IdentityLine>, StoreError> {
    let Some(held) = snapshot.held_row(id)? else { return Ok(None) };
    if let Some(fault) = held.locked {
        return Err(fault.into());
    }
    if !held.row.may_be_denunciation() {
        return Ok(None);
    }
    let cells = held.row.cells.into_iter().filter(|(column, _)| column.is_of_sender());
    let cells: Vec<_> = cells.map(|(column, text)| (column.code(), text)).collect();
    let others = held.row.others;
    let is_blank = cells.is_empty() && others.is_empty();
    Ok((!is_blank).then_some(IdentityLine::HeldIdentity { id: id.0, cells, others }))
}
