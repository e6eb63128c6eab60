//! The steps of a practice petition, taken by the people of the practice office as the law of each day allows.
//!
//! Invariant: every step is decided by `domain::workflow` as one of the pages would be; one that is refused, because
//! the practice office is made for any day and the law of that day may not know it, is left out.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime};

use crate::app::App;
use crate::app::error::AppError;
use crate::app::handle::{check_given, give_number};
use crate::app::law::Law;
use crate::app::settings::Office;
use crate::clock::OFFICE_ZONE;
use crate::domain::event::{Event, Happening};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::permission::{Actor, Role};
use crate::domain::petition::Petition;
use crate::domain::workflow::case::CaseCommand;
use crate::domain::workflow::{self, Capacity, Command, acting_as};
use crate::practice::{Deed, PracticePetition, PracticeStep};
use crate::store::Tx;
use crate::store::petition::NewPetition;

/// When the office opens.
const OPENING: NaiveTime = match NaiveTime::from_hms_opt(7, 30, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// Minutes from one entry of a petition to the next one of the same day.
const MINUTES_APART: i64 = 9;

/// Everybody who works in the office, in the posts of today: practice posts have no end.
pub(super) struct Staff(Vec<Actor>);

/// A petition on its way, with what has happened to it.
struct Way<'a> {
    app: &'a App,
    office: &'a Office,
    law: &'a Law,
    petition: Petition,
    history: Vec<Event>,
}

impl Staff {
    /// The people of the office.
    pub(super) fn of(tx: &Tx<'_>, today: NaiveDate) -> Result<Self, AppError> {
        Ok(Self(tx.accounts()?.iter().map(|account| account.actor(today)).collect()))
    }

    /// The petitions as they are to be registered, with all that was done with them.
    ///
    /// Steps are taken in the order of their days, so that the numbers of documents follow their dates.
    pub(super) fn handle(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        petitions: Vec<PracticePetition>,
    ) -> Result<Vec<NewPetition>, AppError> {
        let (office, law) = (app.office(), app.law());
        let entered_by = self.holder(Role::IntakeOfficer, None, 0).map(|actor| actor.account);
        let mut steps = Vec::new();
        let mut ways = Vec::with_capacity(petitions.len());
        for mut petition in petitions {
            let taken = petition.steps.take().unwrap_or_default();
            steps.extend(taken.into_iter().map(|step| (ways.len(), step)));
            let petition = Petition::before(petition.id, petition.facts, None, entered_by);
            let on = petition.facts.received_on;
            let way = Way { app, office: &office, law: &law, petition, history: Vec::new() };
            ways.push(Some(way.happen(vec![Happening::Received], on, entered_by, None)));
        }
        steps.sort_by_key(|(_, step)| step.on);
        for (at, step) in steps {
            let Some(place) = ways.get_mut(at) else { continue };
            if let Some(way) = place.take() {
                *place = Some(self.take(tx, way, step)?);
            }
        }
        Ok(ways.into_iter().flatten().map(Way::into_new).collect())
    }

    fn take<'a>(
        &self,
        tx: &mut Tx<'_>,
        way: Way<'a>,
        step: PracticeStep,
    ) -> Result<Way<'a>, AppError> {
        let unit = way.petition.unit();
        let Some(actor) = self.holder(step.role, unit, step.nth) else { return Ok(way) };
        let mut command = match step.deed {
            Deed::Command(command) => *command,
            Deed::GiveToOfficer => {
                let Some(officer) = self.holder(Role::UnitOfficer, unit, 0) else {
                    return Ok(way);
                };
                Command::Case(CaseCommand::GiveToOfficer { officer: officer.account })
            }
        };
        let capacity = acting_as(actor, command.made(), &way.petition);
        give_number(tx, way.office, &mut command, capacity)?;
        let law = way.law.of(&way.petition, way.office);
        let Ok(happenings) = workflow::decide(&way.petition, &command, actor, &law, step.on) else {
            return Ok(way);
        };
        let after = way.petition.handling().after(&happenings, step.on);
        if check_given(way.office, way.law, &way.petition, (&after, step.on)).is_err() {
            return Ok(way);
        }
        Ok(way.happen(happenings, step.on, Some(actor.account), capacity))
    }

    /// The `nth` of those who hold the role, counted round; for the unit where the role is a unit's.
    fn holder(&self, role: Role, unit: Option<UnitId>, nth: usize) -> Option<&Actor> {
        let fits = |actor: &&Actor| {
            actor
                .posts
                .iter()
                .any(|post| post.role == role && (!role.is_of_a_unit() || post.unit == unit))
        };
        let holders = self.0.iter().filter(fits).count();
        self.0.iter().filter(fits).nth(nth.checked_rem(holders)?)
    }
}

impl Way<'_> {
    fn into_new(self) -> NewPetition {
        NewPetition {
            entered_by: self.petition.entered_by,
            facts: self.petition.facts,
            sealed_note: None,
            origin: None,
            history: self.history,
        }
    }

    #[must_use]
    fn happen(
        mut self,
        happenings: Vec<Happening>,
        on: NaiveDate,
        by: Option<AccountId>,
        capacity: Option<Capacity>,
    ) -> Self {
        for happening in happenings {
            self.petition = self.petition.after(&happening, on);
            let entered_at = self.moment(on);
            self.history.push(Event { happening, on, entered_at, by, capacity });
        }
        self
    }

    /// When it was entered: in the hours of that day, later than what was entered before, not in the future.
    fn moment(&self, on: NaiveDate) -> DateTime<FixedOffset> {
        let spread = i64::from(self.petition.id.serial * 37 % 240);
        let entries = i64::try_from(self.history.len()).unwrap_or_default();
        let opening = on.and_time(OPENING) + Duration::minutes(spread + entries * MINUTES_APART);
        let now = self.app.clock.now();
        opening.and_local_timezone(OFFICE_ZONE).single().map_or(now, |moment| moment.min(now))
    }
}
