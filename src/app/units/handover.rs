//! A handover plan: what of it is still to do here, and doing it.
//!
//! The units that take over are made and all merges are recorded in one durable transaction; the petitions follow unit by
//! unit. A plan applied twice does nothing the second time.

use chrono::NaiveDate;

use super::{Done, Holder, Order, changed, count, end_posts, follow, holders, open_of, permit};
use crate::app::App;
use crate::app::error::{AppError, Refused};
use crate::app::settings::{self, NewUnit};
use crate::domain::id::UnitId;
use crate::domain::journal::{Act, UnitAct};
use crate::domain::organisation::{Alteration, Contradiction, Handover, Takeover};
use crate::domain::permission::Actor;
use crate::store::Tx;

/// The plan of the handover of 01/07/2025.
const SHIPPED: &str = include_str!("../../../assets/seed/handover-2025.toml");

/// What a plan will do here.
#[derive(Debug)]
pub struct Plan {
    /// Its units in their order.
    pub lines: Vec<PlanLine>,
    /// Open petitions that go to their heirs.
    pub open: u64,
    /// The accounts of the units that end.
    pub accounts: Vec<Holder>,
}

/// One heir of a plan.
#[derive(Debug)]
pub struct PlanLine {
    /// Its name.
    pub name: String,
    /// Whether the office has it already.
    pub exists: bool,
    /// The units that are merged into it, each with the number of its open petitions.
    pub takes: Vec<(UnitId, u64)>,
    /// Names that the office does not have, or not any more.
    pub passed_over: Vec<String>,
}

impl Plan {
    /// Whether anything is left to do.
    pub fn has_work(&self) -> bool {
        self.lines.iter().any(|line| !line.takes.is_empty() || !line.exists)
    }

    /// Whether the office has any of the units that the plan ends: to others it is not offered.
    pub fn applies(&self) -> bool {
        self.lines.iter().any(|line| !line.takes.is_empty())
    }
}

/// The plan that is shipped.
///
/// # Errors
/// Only when the shipped file is broken, which every test sees.
pub fn shipped_plan() -> Result<Handover, AppError> {
    toml::from_str(SHIPPED).map_err(|error| AppError::Internal(error.to_string()))
}

/// A plan from a file; the error says where the file is wrong.
pub fn read_plan(text: &str) -> Result<Handover, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

/// What is left to do of a plan.
pub fn plan(app: &App, actor: Option<&Actor>, handover: &Handover) -> Result<Plan, AppError> {
    permit(actor, false)?;
    let office = app.office();
    let all = app.store.read()?.accounts()?;
    let (mut open, mut accounts) = (0, Vec::new());
    let mut lines = Vec::new();
    for todo in handover.against(&office.units) {
        let takes = todo.takes.iter().map(|unit| (*unit, count(app, &open_of(*unit))));
        let takes: Vec<(UnitId, u64)> = takes.collect();
        open += takes.iter().map(|(_, count)| count).sum::<u64>();
        accounts
            .extend(todo.takes.iter().flat_map(|unit| holders(all.clone(), *unit, handover.on)));
        lines.push(PlanLine {
            name: todo.heir.name.clone(),
            exists: todo.existing.is_some(),
            takes,
            passed_over: todo.passed_over.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(Plan { lines, open, accounts })
}

/// Carries out what is left of a plan.
///
/// # Errors
/// [`Refused::Unit`] when one of its changes contradicts what is known; nothing is written then.
pub fn apply(
    app: &App,
    actor: Option<&Actor>,
    handover: &Handover,
    with_accounts: bool,
) -> Result<Done, AppError> {
    permit(actor, with_accounts)?;
    check_day(app, handover.on)?;
    let (ended, accounts) = app.store.write(|tx| {
        let (mut ended, mut accounts) = (Vec::new(), 0);
        for todo in handover.against(&tx.units()?) {
            let heir = heir_of(tx, &todo, handover.on)?;
            if todo.existing.is_none() {
                let act = Act::Unit { unit: heir, what: UnitAct::Added };
                tx.journal(&app.entry(actor, act))?;
            }
            for unit in &todo.takes {
                let order = Order {
                    unit: *unit,
                    what: Alteration::Merged { into: heir },
                    on: handover.on,
                    document: handover.document.clone(),
                    reason: handover.reason.clone(),
                    with_accounts,
                };
                let unit = changed(app, actor, &order, &tx.units()?)?;
                tx.put_changed_unit(&unit)?;
                let act = Act::Unit { unit: unit.id, what: UnitAct::Changed };
                tx.journal(&app.entry(actor, act))?;
                accounts += end_posts(app, tx, actor, (&unit, with_accounts))?;
                ended.push(unit.id);
            }
        }
        Ok::<_, AppError>((ended, accounts))
    })?;
    app.reload_office()?;
    let mut moved = 0;
    for unit in ended {
        moved += follow(app, actor, unit)?;
    }
    if let Some(actor) = actor {
        app.note_write(actor);
    }
    Ok(Done { moved, accounts })
}

fn check_day(app: &App, on: NaiveDate) -> Result<(), AppError> {
    if on > app.clock.today() {
        return Err(Refused::Unit(Contradiction::Future).into());
    }
    Ok(())
}

/// The heir, made where the office does not have it.
fn heir_of(tx: &mut Tx<'_>, todo: &Takeover<'_>, on: NaiveDate) -> Result<UnitId, AppError> {
    match todo.existing {
        Some(unit) => Ok(unit),
        None => settings::insert_unit(
            tx,
            &NewUnit {
                name: todo.heir.name.clone(),
                short_name: todo.heir.short_name.clone(),
                kind: todo.heir.kind,
                valid_from: Some(on),
            },
        ),
    }
}
