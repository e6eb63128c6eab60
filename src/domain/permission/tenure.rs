//! Posts over time: who holds a role from which day until which.
//!
//! Owns [`Tenures`], all posts of one person. Invariant: the same post is never held twice on a day, and no day that has
//! been is taken away; only what has not outlived its first day may be taken back whole. The acts themselves keep the
//! post in which they were done, so nothing of the past is derived from here. Used by the account and whoever asks it.

use chrono::{Days, NaiveDate};
use thiserror::Error;

use super::{Post, Role};
use crate::domain::id::UnitId;

/// A post held from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tenure {
    /// What is held.
    pub post: Post,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; `None` while no end is set.
    pub until: Option<NaiveDate>,
}

/// Why posts can't be given or ended so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TenureFault {
    /// The last day lies before the first.
    #[error("ends before it begins")]
    EndsBeforeStart,
    /// The same post is held already in these days, from this one on.
    #[error("the same post is held from {0} on")]
    HeldAlready(NaiveDate),
    /// No such post to end.
    #[error("no such post")]
    NotHeld,
    /// It ended on this day, which is past.
    #[error("ended on {0}")]
    Ended(NaiveDate),
    /// Another post began on this day, which is past: it can't be taken back.
    #[error("a post began on {0}")]
    BegunMeanwhile(NaiveDate),
}

impl Post {
    /// The post from a day on, without an end.
    pub fn since(self, from: NaiveDate) -> Tenure {
        Tenure { post: self, from, until: None }
    }
}

impl Tenure {
    /// Whether it is held on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && !self.is_over(day)
    }

    /// Whether its last day lies before this one.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|last| last < day)
    }

    fn overlaps(&self, other: &Self) -> bool {
        !self.is_over(other.from) && !other.is_over(self.from)
    }

    /// What of it lies in none of these.
    fn outside(self, held: &[Self]) -> Vec<Self> {
        held.iter().fold(vec![self], |parts, one| {
            parts.into_iter().flat_map(|part| part.without(one)).collect()
        })
    }

    fn without(self, other: &Self) -> Vec<Self> {
        if !self.overlaps(other) {
            return vec![self];
        }
        let before = day_before(other.from).filter(|last| self.from <= *last);
        let after = other.until.and_then(day_after).filter(|first| !self.is_over(*first));
        let before = before.map(|last| Self { until: Some(last), ..self });
        before.into_iter().chain(after.map(|first| Self { from: first, ..self })).collect()
    }
}

/// All posts of a person, those to come and past ones too, by their first days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tenures(Vec<Tenure>);

impl Tenures {
    /// Posts as the store has them; [`Tenures::fault`] tells of what should not be.
    pub fn stored(all: Vec<Tenure>) -> Self {
        Self(all)
    }

    /// These posts.
    ///
    /// # Errors
    /// When one ends before it begins, or two are the same post on the same day.
    pub fn of(all: impl IntoIterator<Item = Tenure>) -> Result<Self, TenureFault> {
        let mut tenures = Self::default();
        all.into_iter().try_for_each(|one| tenures.give(one))?;
        Ok(tenures)
    }

    /// The first thing in them that should not be.
    pub fn fault(&self) -> Option<TenureFault> {
        Self::of(self.0.iter().copied()).err()
    }

    /// All of them.
    pub fn all(&self) -> &[Tenure] {
        &self.0
    }

    /// Those of a day.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = Post> {
        self.0.iter().filter(move |one| one.holds_on(day)).map(|one| one.post)
    }

    /// Gives a post.
    pub fn give(&mut self, new: Tenure) -> Result<(), TenureFault> {
        if new.is_over(new.from) {
            return Err(TenureFault::EndsBeforeStart);
        }
        let clash = self.0.iter().find(|one| one.post == new.post && one.overlaps(&new));
        if let Some(clash) = clash {
            return Err(TenureFault::HeldAlready(clash.from));
        }
        self.put(new);
        Ok(())
    }

    /// Ends the post that began on `from`, on its `last` day, or earlier than was planned.
    ///
    /// One that has not outlived its first day `today` and ends before it is taken back whole: it was given by mistake.
    pub fn end(
        &mut self,
        (post, from): (Post, NaiveDate),
        last: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), TenureFault> {
        let at = self.0.iter().position(|one| one.post == post && one.from == from);
        let at = at.ok_or(TenureFault::NotHeld)?;
        let held = &mut self.0[at];
        if let Some(ended) = held.until.filter(|ended| *ended < today || *ended < last) {
            return Err(TenureFault::Ended(ended));
        }
        if last >= from {
            held.until = Some(last);
        } else if from >= today {
            self.0.remove(at);
        } else {
            return Err(TenureFault::EndsBeforeStart);
        }
        Ok(())
    }

    /// From a day on these are all the posts: what else is held ends the day before.
    pub fn become_from(
        &mut self,
        posts: &[Post],
        (from, until): (NaiveDate, Option<NaiveDate>),
        today: NaiveDate,
    ) -> Result<(), TenureFault> {
        let before = day_before(from).filter(|_| until.is_none_or(|last| last >= from));
        let before = before.ok_or(TenureFault::EndsBeforeStart)?;
        let mut after = self.clone();
        for one in self.0.iter().filter(|one| !one.is_over(from)) {
            let goes_on = posts.contains(&one.post) && one.until == until && one.from <= from;
            if !goes_on {
                let ended = after.end((one.post, one.from), before, today);
                ended.map_err(|fault| match fault {
                    TenureFault::EndsBeforeStart => TenureFault::BegunMeanwhile(one.from),
                    other @ (TenureFault::HeldAlready(_)
                    | TenureFault::NotHeld
                    | TenureFault::Ended(_)
                    | TenureFault::BegunMeanwhile(_)) => other,
                })?;
            }
        }
        for post in posts {
            let new = Tenure { post: *post, from, until };
            new.outside(&after.same_as(*post)).into_iter().for_each(|part| after.put(part));
        }
        *self = after;
        Ok(())
    }

    /// A unit ends with the day before `on`, and so do the posts in it; where there is an heir they go on there.
    ///
    /// A post that began in the unit after its end, because that was entered late, was never held in it: it is the
    /// heir's from its first day. Whether anything changed.
    pub fn unit_ended(&mut self, unit: UnitId, heir: Option<UnitId>, on: NaiveDate) -> bool {
        let (ending, mut rest): (Vec<Tenure>, Vec<Tenure>) =
            self.0.drain(..).partition(|one| one.post.unit == Some(unit) && !one.is_over(on));
        let was_there = ending.iter().filter(|one| one.from < on);
        rest.extend(was_there.map(|one| Tenure { until: day_before(on), ..*one }));
        rest.sort_by_key(|one| one.from);
        self.0 = rest;
        for one in &ending {
            let Some(heir) = heir else { break };
            let post = Post { unit: Some(heir), ..one.post };
            let new = Tenure { post, from: one.from.max(on), until: one.until };
            new.outside(&self.same_as(post)).into_iter().for_each(|part| self.put(part));
        }
        !ending.is_empty()
    }

    fn same_as(&self, post: Post) -> Vec<Tenure> {
        self.0.iter().filter(|one| one.post == post).copied().collect()
    }

    fn put(&mut self, new: Tenure) {
        let at = self.0.partition_point(|one| one.from <= new.from);
        self.0.insert(at, new);
    }
}

/// The first day from `today` on when none of these people holds the role; `None` when somebody always does.
pub fn first_day_without<'a>(
    everybody: impl IntoIterator<Item = &'a Tenures>,
    role: Role,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let all = everybody.into_iter().flat_map(Tenures::all);
    let held: Vec<&Tenure> = all.filter(|one| one.post.role == role).collect();
    let mut day = today;
    loop {
        let holding = || held.iter().filter(|one| one.holds_on(day));
        if holding().any(|one| one.until.is_none()) {
            return None;
        }
        match holding().filter_map(|one| one.until).max() {
            Some(last) => day = day_after(last)?,
            None => return Some(day),
        }
    }
}

fn day_before(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(1))
}

fn day_after(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(1))
}

#[cfg(test)]
mod tests;
