//! The Vietnamese lunar calendar (âm lịch), computed from the sun and the moon at UTC+7.
//!
//! Rules: a month begins on the day of the new moon; month 11 holds the winter solstice; of thirteen months between two
//! month 11s the first without a major solar term is a leap month. Moon and sun after Meeus, *Astronomical Algorithms*
//! (chapters 25 and 49): the new moon within a minute, the sun within a quarter of an hour.
//! Invariant: leap months are never named, so a month of a lunar year begins on exactly one day.
//! Called by `calendar` for Tết and Giỗ Tổ; valid for the years 1900–2199.

use chrono::{Datelike, Days, NaiveDate};

/// Julian day number of the day before 01/01/0001, from which chrono counts days.
const DAYS_BEFORE_COMMON_ERA: f64 = 1_721_424.5;
/// Julian date of the epoch J2000.0.
const J2000: f64 = 2_451_545.0;
/// Days in a Julian century.
const CENTURY: f64 = 36_525.0;
/// Hanoi's time is seven hours ahead of Greenwich, as a part of a day.
const OFFICE_OFFSET: f64 = 7.0 / 24.0;
/// New moon number 0: its mean moment.
const FIRST_NEW_MOON: f64 = 2_451_550.097_66;
/// Mean days from new moon to new moon.
const SYNODIC_MONTH: f64 = 29.530_588_861;
/// New moons in a Julian century.
const MONTHS_PER_CENTURY: f64 = 1_236.85;

/// Periodic terms of a new moon: days, power of the eccentricity, multiples of the sun's anomaly, the moon's anomaly
/// and the moon's argument of latitude.
const MOON_TERMS: [(f64, i32, f64, f64, f64); 24] = [
    (-0.407_20, 0, 0.0, 1.0, 0.0),
    (0.172_41, 1, 1.0, 0.0, 0.0),
    (0.016_08, 0, 0.0, 2.0, 0.0),
    (0.010_39, 0, 0.0, 0.0, 2.0),
    (0.007_39, 1, -1.0, 1.0, 0.0),
    (-0.005_14, 1, 1.0, 1.0, 0.0),
    (0.002_08, 2, 2.0, 0.0, 0.0),
    (-0.001_11, 0, 0.0, 1.0, -2.0),
    (-0.000_57, 0, 0.0, 1.0, 2.0),
    (0.000_56, 1, 1.0, 2.0, 0.0),
    (-0.000_42, 0, 0.0, 3.0, 0.0),
    (0.000_42, 1, 1.0, 0.0, 2.0),
    (0.000_38, 1, 1.0, 0.0, -2.0),
    (-0.000_24, 1, -1.0, 2.0, 0.0),
    (-0.000_07, 0, 2.0, 1.0, 0.0),
    (0.000_04, 0, 0.0, 2.0, -2.0),
    (0.000_04, 0, 3.0, 0.0, 0.0),
    (0.000_03, 0, 1.0, 1.0, -2.0),
    (0.000_03, 0, 0.0, 2.0, 2.0),
    (-0.000_03, 0, 1.0, 1.0, 2.0),
    (0.000_03, 0, -1.0, 1.0, 2.0),
    (-0.000_02, 0, -1.0, 1.0, -2.0),
    (-0.000_02, 0, 1.0, 3.0, 0.0),
    (0.000_02, 0, 0.0, 4.0, 0.0),
];

/// Planetary terms of a new moon: days, angle at new moon 0, angle per new moon.
const PLANET_TERMS: [(f64, f64, f64); 14] = [
    (0.000_325, 299.77, 0.107_408),
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];

/// Mùng 1 Tết: the first day of a lunar year.
pub fn new_year(lunar_year: i32) -> Option<NaiveDate> {
    solar(lunar_year, 1, 1)
}

/// The solar date of a day of a month that is not a leap month.
///
/// `None` where there is no such day: a month outside 1–12, or day 30 of a month of 29 days.
pub fn solar(lunar_year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    // Months 11 and 12 open the row of months that carries the next year's number.
    let (ends_in, ordinal) =
        if month >= 11 { (lunar_year + 1, month - 11) } else { (lunar_year, month + 1) };
    let moon = month_11(ends_in - 1)?;
    let next = month_11(ends_in)?;
    let moon = nth_month(moon, next, i32::try_from(ordinal).ok()?)?;
    let on = new_moon_day(moon)?.checked_add_days(Days::new(u64::from(day - 1)))?;
    (on < new_moon_day(moon + 1)?).then_some(on)
}

/// The new moon of the `ordinal`-th month after the month 11 that begins with `moon`, leap months not counted.
fn nth_month(moon: i32, next: i32, ordinal: i32) -> Option<i32> {
    if next - moon > 12 {
        for candidate in moon + 1..=moon + ordinal {
            let at_start = solar_term(new_moon_day(candidate)?);
            if at_start == solar_term(new_moon_day(candidate + 1)?) {
                return Some(moon + ordinal + 1);
            }
        }
    }
    Some(moon + ordinal)
}

/// The new moon that begins month 11 of a lunar year: the last one not after the winter solstice.
fn month_11(lunar_year: i32) -> Option<i32> {
    let solstice = winter_solstice(lunar_year)?;
    let mut moon = new_moon_near(solstice);
    while new_moon_day(moon)? > solstice {
        moon -= 1;
    }
    while new_moon_day(moon + 1)? <= solstice {
        moon += 1;
    }
    Some(moon)
}

/// The day at the office in which the sun reaches the longitude of 270 degrees.
fn winter_solstice(year: i32) -> Option<NaiveDate> {
    const WINTER: u8 = 9;
    let search_from = NaiveDate::from_ymd_opt(year, 12, 15)?;
    search_from.iter_days().take(16).find(|day| {
        day.succ_opt().is_some_and(|next| solar_term(*day) != WINTER && solar_term(next) == WINTER)
    })
}

/// Which twelfth of the circle, from the spring equinox, the sun stands in when a day begins at the office.
fn solar_term(day: NaiveDate) -> u8 {
    let midnight = f64::from(days_of(day)) + DAYS_BEFORE_COMMON_ERA - OFFICE_OFFSET;
    let sector = sun_longitude(midnight + clock_lag(midnight)) / 30.0;
    (1..12).rev().find(|&sector_start| sector >= f64::from(sector_start)).unwrap_or(0)
}

/// Apparent longitude of the sun in degrees from 0 to 360, at a Julian date in dynamical time.
fn sun_longitude(moment: f64) -> f64 {
    let t = (moment - J2000) / CENTURY;
    let mean = 280.466_46 + t * (36_000.769_83 + t * 0.000_303_2);
    let anomaly = (357.529_11 + t * (35_999.050_29 - t * 0.000_153_7)).to_radians();
    let centre = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * anomaly.sin()
        + (0.019_993 - t * 0.000_101) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

/// The day at the office in which new moon number `moon` falls; number 0 is that of 06/01/2000.
fn new_moon_day(moon: i32) -> Option<NaiveDate> {
    let dynamical = new_moon(moon);
    let local = dynamical - clock_lag(dynamical) + OFFICE_OFFSET;
    NaiveDate::from_num_days_from_ce_opt(whole_part(local - DAYS_BEFORE_COMMON_ERA))
}

/// The moment of a new moon: Julian date in dynamical time.
fn new_moon(moon: i32) -> f64 {
    let k = f64::from(moon);
    let t = k / MONTHS_PER_CENTURY;
    let mean = FIRST_NEW_MOON
        + SYNODIC_MONTH * k
        + t * t * (0.000_154_37 - t * (0.000_000_150 - t * 0.000_000_000_73));
    let eccentricity = 1.0 - t * (0.002_516 + t * 0.000_007_4);
    let sun = 2.553_4 + 29.105_356_70 * k - t * t * (0.000_001_4 + t * 0.000_000_11);
    let moon_anomaly = 201.564_3
        + 385.816_935_28 * k
        + t * t * (0.010_758_2 + t * (0.000_012_38 - t * 0.000_000_058));
    let latitude = 160.710_8 + 390.670_502_84 * k
        - t * t * (0.001_611_8 + t * (0.000_002_27 - t * 0.000_000_011));
    let node = 124.774_6 - 1.563_755_88 * k + t * t * (0.002_067_2 + t * 0.000_002_15);
    let periodic: f64 = MOON_TERMS
        .iter()
        .map(|&(days, power, of_sun, of_moon, of_latitude)| {
            let angle = of_sun * sun + of_moon * moon_anomaly + of_latitude * latitude;
            days * eccentricity.powi(power) * angle.to_radians().sin()
        })
        .sum();
    let planets: f64 = PLANET_TERMS
        .iter()
        .map(|&(days, start, per_moon)| days * (start + per_moon * k).to_radians().sin())
        .sum();
    mean + periodic - 0.000_17 * node.to_radians().sin() + planets
}

/// Number of a new moon within a month of a day.
fn new_moon_near(day: NaiveDate) -> i32 {
    let julian = f64::from(days_of(day)) + DAYS_BEFORE_COMMON_ERA;
    whole_part((julian - FIRST_NEW_MOON) / SYNODIC_MONTH)
}

/// How far the earth's clock lags behind dynamical time, in days: a parabola that is good to seconds around 2000.
fn clock_lag(moment: f64) -> f64 {
    let years = (moment - J2000) / 365.25;
    (62.92 + years * (0.322_17 + years * 0.005_589)) / 86_400.0
}

fn days_of(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "day and month numbers of dates that chrono can hold are within i32"
)]
fn whole_part(number: f64) -> i32 {
    number.floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    type MonthDay = (u32, u32);

    /// Year, mùng 1 Tết, and 10/3 of the lunar calendar where it is known for sure.
    const KNOWN: [(i32, MonthDay, Option<MonthDay>); 46] = [
        (1985, (1, 21), None),
        (1987, (1, 29), None),
        (1988, (2, 17), None),
        (1989, (2, 6), None),
        (1990, (1, 27), None),
        (1991, (2, 15), None),
        (1992, (2, 4), None),
        (1993, (1, 23), None),
        (1994, (2, 10), None),
        (1995, (1, 31), None),
        (1996, (2, 19), None),
        (1997, (2, 7), None),
        (1998, (1, 28), None),
        (1999, (2, 16), None),
        (2000, (2, 5), None),
        (2001, (1, 24), None),
        (2002, (2, 12), None),
        (2003, (2, 1), None),
        (2004, (1, 22), None),
        (2005, (2, 9), None),
        (2006, (1, 29), None),
        (2007, (2, 17), Some((4, 26))),
        (2008, (2, 7), Some((4, 15))),
        (2009, (1, 26), Some((4, 4))),
        (2010, (2, 14), Some((4, 23))),
        (2011, (2, 3), Some((4, 12))),
        (2012, (1, 23), Some((3, 31))),
        (2013, (2, 10), Some((4, 19))),
        (2014, (1, 31), Some((4, 9))),
        (2015, (2, 19), Some((4, 28))),
        (2016, (2, 8), Some((4, 16))),
        (2017, (1, 28), Some((4, 6))),
        (2018, (2, 16), Some((4, 25))),
        (2019, (2, 5), Some((4, 14))),
        (2020, (1, 25), Some((4, 2))),
        (2021, (2, 12), Some((4, 21))),
        (2022, (2, 1), Some((4, 10))),
        (2023, (1, 22), Some((4, 29))),
        (2024, (2, 10), Some((4, 18))),
        (2025, (1, 29), Some((4, 7))),
        (2026, (2, 17), Some((4, 26))),
        (2027, (2, 6), Some((4, 16))),
        (2028, (1, 26), Some((4, 4))),
        (2029, (2, 13), Some((4, 23))),
        (2030, (2, 2), Some((4, 12))),
        (2031, (1, 23), Some((4, 1))),
    ];

    fn date(year: i32, (month, day): MonthDay) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn the_years_that_are_known() {
        for (year, new_year_on, hung_kings) in KNOWN {
            assert_eq!(new_year(year), date(year, new_year_on), "Tết {year}");
            if let Some(known) = hung_kings {
                assert_eq!(solar(year, 3, 10), date(year, known), "Giỗ Tổ {year}");
            }
        }
    }

    #[test]
    fn a_leap_month_before_tet_moves_it() {
        assert_eq!(new_year(2034), date(2034, (2, 19)), "leap month 11 at the end of 2033");
    }

    #[test]
    fn every_year_has_its_months_in_order() {
        for year in 1900..2199 {
            let firsts: Vec<_> = (1..=12).map(|month| solar(year, month, 1).unwrap()).collect();
            assert!(firsts.is_sorted(), "{year}");
            for pair in firsts.windows(2) {
                let days = (pair[1] - pair[0]).num_days();
                assert!([29, 30, 58, 59, 60].contains(&days), "{year}: {days}");
            }
            let length = (new_year(year + 1).unwrap() - firsts[0]).num_days();
            assert!((353..=385).contains(&length), "{year} has {length} days");
            let earliest = NaiveDate::from_ymd_opt(year, 1, 20).unwrap();
            let latest = NaiveDate::from_ymd_opt(year, 2, 22).unwrap();
            assert!((earliest..=latest).contains(&firsts[0]), "Tết {year} on {}", firsts[0]);
        }
    }

    #[test]
    fn there_is_no_such_day() {
        for (month, day) in [(0, 1), (13, 1), (1, 0), (1, 31)] {
            assert_eq!(solar(2026, month, day), None, "{day}/{month}");
        }
        let thirties = (1..=12).filter(|&month| solar(2026, month, 30).is_some()).count();
        assert!((5..=7).contains(&thirties));
    }
}
