//! Addresses of the routes: the pattern of each filled with values, for the tests that walk the whole table.

use donthu::web::routes::table;
use donthu::web::table::{Needs, Route};

/// A value for each parameter that an address has; the petition is the first of 2017.
pub(crate) fn sample(parameter: &str) -> String {
    let value = match parameter {
        "year" => "2017",
        "serial" => "0001",
        "step" => "phan-loai",
        "rule" => "KN1-GQ",
        "file" => "app.css",
        "upload" | "event" | "batch" | "row" | "account" | "unit" => "1",
        unknown => panic!("give {{{unknown}}} a sample value here"),
    };
    value.to_owned()
}

/// The route's address with these values.
pub(crate) fn filled(route: &Route, value: impl Fn(&str) -> String) -> String {
    let mut parts = route.pattern.split('{');
    let mut address = parts.next().unwrap().to_owned();
    for part in parts {
        let (parameter, rest) = part.split_once('}').unwrap();
        address.push_str(&value(parameter));
        address.push_str(rest);
    }
    address
}

/// What the routes with a person behind them are: each with a sample address.
pub(crate) fn guarded() -> Vec<(Route, String)> {
    let guarded = table().into_iter().filter(|route| route.needs != Needs::Anybody);
    guarded.map(|route| (route, filled(&route, sample))).collect()
}
