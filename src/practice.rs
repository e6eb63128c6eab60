//! Practice data: an office's petitions at any size, with INVENTED people, the same for the same seed.
//!
//! Distributed as in the office that asked for the product: 2,289 petitions a year in about 1,322 cases, a third
//! complaints, the same person coming again in other words, groups, late answers, anonymous ones filed away.
//! A stream: it holds only the cases that will come again. Used by `donthu demo` and by the benchmarks.
//! Words come from `assets/seed/practice/`; numbers of people are of ranges that nobody has.

mod calendar;
mod desk;
mod handling;
mod matter;
mod person;
mod random;
mod staff;
mod step;
mod stock;
mod template;
mod unit;
mod writing;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{Datelike, Months, NaiveDate};

use crate::domain::id::{PetitionId, UnitId};
use crate::domain::organisation::{Unit, UnitNames};
use crate::domain::petition::{Assignment, Channel, Facts, Outcome, Source};
pub use random::Random;
pub use staff::PracticeAccount;
pub use step::{Deed, PracticeStep};

use calendar::{Load, OfficeDays};
use desk::Received;
use handling::{Handling, Incoming};
use matter::Matter;
use staff::Staff;
use step::Scribe;
use stock::Stock;
use writing::{Fill, Writer};

/// A petition of the practice office and what became of it by the last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticePetition {
    /// Its number in the book of an office that was empty before.
    pub id: PetitionId,
    /// What the paper says.
    pub facts: Facts,
    /// Who holds or held it; `None` where it has not been given to a unit.
    pub assignment: Option<Assignment>,
    /// How it ended, as a past ledger tells it; `None` is still open, filed away or told by the steps.
    pub outcome: Option<Outcome>,
    /// Filed away without handling, as a past ledger tells it.
    pub filed_away: bool,
    /// What was done with it; `None` before the office changed over from its ledger.
    pub steps: Option<Vec<PracticeStep>>,
    /// The case that it belongs to: counted from 1 in the order of first petitions.
    pub case: u64,
}

/// The petitions in the order in which they came in.
#[derive(Debug)]
pub struct Practice {
    stock: Stock,
    days: OfficeDays,
    last_day: NaiveDate,
    /// Days with the petitions still to come on them, last day first.
    loads: Vec<Load>,
    /// Cases that will come again, the next one first. Holds a few months' worth.
    waiting: BinaryHeap<Reverse<Case>>,
    cases: u64,
    wards: Vec<String>,
    ward_units: Vec<(String, UnitId)>,
    /// The units that a topic goes to, by the topic's position; empty means the ward's.
    topic_units: Vec<Vec<UnitId>>,
    units: Vec<UnitId>,
    staff: Staff,
    /// From this day on the office keeps every step; before it there was a ledger.
    changed_over: NaiveDate,
    /// The number given last.
    last_id: PetitionId,
    random: Random,
}

/// A case that will come again on a day. Ordered by that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    next: NaiveDate,
    number: u64,
    seed: u64,
    opened: NaiveDate,
    times: u32,
    /// The petition before the next one.
    last: Option<PetitionId>,
}

/// Of a thousand petitions, so many are followed by another one in the same case.
const COMES_AGAIN: u32 = 462;

/// So many months before the last day the office changed over from its ledger.
const MONTHS_OF_STEPS: u32 = 24;

/// How a topic names the unit of the sender's own ward.
const OWN_WARD: &str = "ward";

impl Practice {
    /// So many petitions up to `last_day`, given to these units; the seed decides everything else.
    pub fn new(seed: u64, petitions: u64, last_day: NaiveDate, units: &[Unit]) -> Self {
        let stock = compiled_stock();
        let mut random = Random::new(seed);
        let days = OfficeDays::new(&stock.places.tet);
        let mut loads = calendar::spread(petitions, last_day, &days, &stock.places, &mut random);
        loads.reverse();
        let names = UnitNames::new(units);
        let of_topic = |topic: &stock::Topic| {
            topic
                .units
                .iter()
                .filter(|name| *name != OWN_WARD)
                .filter_map(|n| names.find(n))
                .collect()
        };
        let ward_units: Vec<(String, UnitId)> = units
            .iter()
            .filter_map(|unit| unit.place().map(|place| (place.to_owned(), unit.id)))
            .collect();
        let staff = Staff::of(units, &stock);
        Self {
            staff,
            changed_over: last_day
                .checked_sub_months(Months::new(MONTHS_OF_STEPS))
                .unwrap_or(last_day),
            last_id: PetitionId { year: 0, serial: 0 },
            topic_units: stock.topics.iter().map(of_topic).collect(),
            stock,
            days,
            last_day,
            loads,
            waiting: BinaryHeap::new(),
            cases: 0,
            wards: weighed_wards(&ward_units),
            ward_units,
            units: units.iter().map(|unit| unit.id).collect(),
            random,
        }
    }

    /// The day of the next petition, if one is still to come.
    fn next_day(&mut self) -> Option<NaiveDate> {
        let (day, left) = self.loads.last_mut()?;
        let day = *day;
        *left -= 1;
        if *left == 0 {
            self.loads.pop();
        }
        Some(day)
    }

    /// The case that comes in on this day: one that is due to come again, else a new one.
    fn next_case(&mut self, day: NaiveDate) -> Case {
        // A chance, so that a day does not begin with all that come again.
        let is_turn = self.random.per_mille(750);
        let is_due = self.waiting.peek().is_some_and(|Reverse(case)| case.next <= day) && is_turn;
        if let Some(Reverse(mut case)) = is_due.then(|| self.waiting.pop()).flatten() {
            case.times += 1;
            return case;
        }
        self.cases += 1;
        let seed = self.random.bits();
        Case { next: day, number: self.cases, seed, opened: day, times: 1, last: None }
    }

    /// Lets the case come again some weeks later, or not. Anonymous ones don't.
    fn maybe_again(&mut self, mut case: Case, day: NaiveDate, is_anonymous: bool) {
        if self.random.per_mille(COMES_AGAIN) && !is_anonymous {
            case.next = matter::later(day, 5 + self.random.skewed(110));
            self.waiting.push(Reverse(case));
        }
    }

    /// The next number of the book of the day's year.
    fn number(&mut self, day: NaiveDate) -> PetitionId {
        let year = u16::try_from(day.year()).unwrap_or(self.last_id.year);
        let serial = if year == self.last_id.year { self.last_id.serial + 1 } else { 1 };
        self.last_id = PetitionId { year, serial };
        self.last_id
    }

    fn unit_of(&mut self, matter: &Matter) -> Option<UnitId> {
        let own =
            self.ward_units.iter().find(|(place, _)| *place == matter.ward).map(|(_, id)| *id);
        match self.topic_units.get(matter.topic) {
            Some(units) if !units.is_empty() => self.random.pick(units).copied(),
            _ if own.is_some() => own,
            _ => self.random.pick(&self.units).copied(),
        }
    }

    fn facts(&mut self, matter: Matter, received_on: NaiveDate, times: u32) -> Facts {
        let random = &mut self.random;
        let fill = Fill { matter: &matter, received_on, times };
        let mut content = Writer { stock: &self.stock, fill, random }.content();
        let mut petitioner = matter.petitioner;
        if random.per_mille(150) {
            content = writing::with_old_tones(&content);
            if let Some(person) = &mut petitioner {
                person.name = writing::with_old_tones(&person.name);
            }
        }
        if random.per_mille(150) {
            content = content.replace("Quy Nhơn", "Qui Nhơn");
        }
        let prose = &self.stock.prose;
        let enclosed = random.per_mille(400);
        Facts {
            kind: matter.kind,
            received_on,
            written_on: random
                .per_mille(850)
                .then(|| matter::earlier(received_on, random.below(7))),
            source: source(&self.stock, random),
            petitioner,
            group_size: matter.group_size,
            content,
            field: self.stock.topics.get(matter.topic).map(|topic| topic.field),
            respondent: matter.respondent,
            enclosures: random.pick(&prose.enclosures).filter(|_| enclosed).cloned(),
            has_originals: enclosed && random.per_mille(70),
            note: random
                .per_mille(60)
                .then(|| random.pick(&prose.officer_notes).cloned())
                .flatten(),
        }
    }
}

impl Practice {
    /// Writes the steps of a petition by a chance of its own: what is told of others does not depend on them.
    fn scribe(&self, day: NaiveDate, case: Case) -> Scribe<'_> {
        let mut random = Random::new(case.seed.wrapping_add(u64::from(case.times)));
        let leader = usize::from(random.per_mille(450));
        Scribe {
            stock: &self.stock,
            staff: &self.staff,
            days: &self.days,
            random,
            last_day: self.last_day,
            on: day,
            pace: 100,
            leader,
            assignment: None,
            steps: Vec::new(),
        }
    }
}

impl Iterator for Practice {
    type Item = PracticePetition;

    fn next(&mut self) -> Option<PracticePetition> {
        let day = self.next_day()?;
        let id = self.number(day);
        let mut case = self.next_case(day);
        let earlier = case.last.replace(id);
        let matter = Matter::of(case.seed, case.opened, &self.stock, &self.wards);
        let is_anonymous = matter.petitioner.is_none();
        self.maybe_again(case, day, is_anonymous);
        let unit = self.unit_of(&matter);
        let incoming = Incoming { kind: matter.kind, received_on: day, is_anonymous, unit };
        let told = handling::handle(incoming, &self.days, self.last_day, &mut self.random);
        let facts = self.facts(matter, day, case.times);
        let Handling { mut assignment, mut outcome, mut filed_away } = told;
        let mut steps = None;
        if let Some(unit) = unit.filter(|_| day >= self.changed_over) {
            let mut scribe = self.scribe(day, case);
            // Whether it came to the end shows in the steps.
            let _ = desk::handle(&mut scribe, Received { facts: &facts, unit, earlier });
            (assignment, steps) = (scribe.assignment, Some(scribe.steps));
            (outcome, filed_away) = (None, false);
        }
        let case = case.number;
        Some(PracticePetition { id, facts, assignment, outcome, filed_away, steps, case })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left: u64 = self.loads.iter().map(|(_, left)| left).sum();
        usize::try_from(left).map_or((usize::MAX, None), |left| (left, Some(left)))
    }
}

/// The people who work in the practice office with these units: one or two for each role, two of every unit.
pub fn practice_accounts(units: &[Unit]) -> Vec<PracticeAccount> {
    Staff::of(units, &compiled_stock()).into_accounts()
}

#[expect(clippy::expect_used, reason = "compiled in; a test reads all of it")]
fn compiled_stock() -> Stock {
    Stock::load().expect("the compiled word stock reads")
}

/// Wards several times each, communes less often, as people live.
fn weighed_wards(units: &[(String, UnitId)]) -> Vec<String> {
    let times = |place: &str| if place.starts_with("xã") { 2 } else { 5 };
    units.iter().flat_map(|(place, _)| std::iter::repeat_n(place.clone(), times(place))).collect()
}

/// How a petition came in; one in thirty books does not say.
fn source(stock: &Stock, random: &mut Random) -> Option<Source> {
    let channel = match random.below(1_000) {
        0..=419 => Channel::Counter,
        420..=709 => Channel::Post,
        710..=759 => Channel::Reception,
        760..=939 => Channel::Forwarded,
        940..=954 => Channel::Leader,
        955..=969 => Channel::Online,
        _ => return None,
    };
    let from_body = match channel {
        Channel::Forwarded => stock.places.provincial_bodies.pick(random).cloned(),
        Channel::Leader => stock.places.leaders.pick(random).cloned(),
        Channel::Counter | Channel::Post | Channel::Reception | Channel::Online => None,
    };
    Some(Source { channel, from_body })
}

#[cfg(test)]
mod tests;
