//! The list's view in the address: filter, order and page, read and written in one place.
//!
//! A view can be sent to a colleague, and a counter links to exactly the rows that it counts, because both are made
//! of the same [`Filter`].

use serde::Deserialize;

use super::form::encode;
use crate::domain::id::PetitionId;
use crate::domain::listing::{DueFilter, Filter, Sort, SortColumn, StatusFilter, StatusGroup};
use crate::domain::petition::{AssignmentMode, Field, Kind, Status};
use crate::domain::workflow::Stage;
use crate::label;

/// Rows of a page.
pub(super) const PAGE_ROWS: usize = 50;

/// The address as it came. Values that mean nothing are left out, never an error: an old link still opens.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    loai: String,
    trang_thai: String,
    don_vi: String,
    linh_vuc: String,
    tu: String,
    den: String,
    han: String,
    dong_nguoi: String,
    buoc: String,
    chuyen_vien: String,
    hinh_thuc: String,
    tam_dinh_chi: String,
    xin_gia_han: String,
    xep: String,
    sau: String,
}

impl ListQuery {
    pub(super) fn filter(&self) -> Filter {
        let status = Status::from_code(&self.trang_thai)
            .map(StatusFilter::One)
            .or_else(|| StatusGroup::from_code(&self.trang_thai).map(StatusFilter::Group));
        Filter {
            kind: Kind::from_code(&self.loai),
            status,
            stage: Stage::from_code(&self.buoc),
            officer: self.chuyen_vien.parse().ok(),
            mode: AssignmentMode::from_code(&self.hinh_thuc),
            suspended_only: self.tam_dinh_chi == "1",
            extension_asked_only: self.xin_gia_han == "1",
            unit: self.don_vi.parse().ok(),
            field: Field::from_code(&self.linh_vuc),
            received_from: label::read_date(&self.tu),
            received_to: label::read_date(&self.den),
            due: DueFilter::from_code(&self.han),
            large_groups_only: self.dong_nguoi == "1",
        }
    }

    /// What was typed as a day and is none.
    pub(super) fn wrong_days(&self) -> Vec<String> {
        let typed = [&self.tu, &self.den].into_iter().filter(|typed| !typed.trim().is_empty());
        typed.filter(|typed| label::read_date(typed).is_none()).cloned().collect()
    }

    /// `-han` is the due date, greatest first.
    pub(super) fn sort(&self) -> Sort {
        let (code, is_descending) = match self.xep.strip_prefix('-') {
            Some(code) => (code, true),
            None => (self.xep.as_str(), false),
        };
        SortColumn::from_code(code)
            .map_or_else(Sort::default, |column| Sort { column, is_descending })
    }

    /// The last row of the page before.
    pub(super) fn after(&self) -> Option<PetitionId> {
        self.sau.parse().ok()
    }
}

/// Parts of an address that only queues set: the form of the list passes them on.
pub(super) fn narrowing(filter: &Filter) -> Vec<(&'static str, String)> {
    let all = [
        ("buoc", filter.stage.map(|stage| stage.code().to_owned())),
        ("chuyen_vien", filter.officer.map(|officer| officer.to_string())),
        ("hinh_thuc", filter.mode.map(|mode| mode.code().to_owned())),
        ("tam_dinh_chi", filter.suspended_only.then(|| "1".to_owned())),
        ("xin_gia_han", filter.extension_asked_only.then(|| "1".to_owned())),
        ("dong_nguoi", filter.large_groups_only.then(|| "1".to_owned())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Parts of an address that select and order.
pub(super) fn parts(filter: &Filter) -> Vec<(&'static str, String)> {
    let status = filter.status.map(|status| match status {
        StatusFilter::One(status) => status.code(),
        StatusFilter::Group(group) => group.code(),
    });
    let all = [
        ("loai", filter.kind.map(|kind| kind.code().to_owned())),
        ("trang_thai", status.map(str::to_owned)),
        ("don_vi", filter.unit.map(|unit| unit.to_string())),
        ("linh_vuc", filter.field.map(|field| field.code().to_owned())),
        ("tu", filter.received_from.map(label::date)),
        ("den", filter.received_to.map(label::date)),
        ("han", filter.due.map(|due| due.code().to_owned())),
    ];
    let shown = all.into_iter().filter_map(|(name, value)| Some((name, value?)));
    shown.chain(narrowing(filter)).collect()
}

pub(super) fn joined(path: &str, parts: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> =
        parts.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// Address of the list of these rows.
pub(super) fn list_address(filter: &Filter) -> String {
    joined("/don", &parts(filter))
}

/// Address under `path` of this view, from the row after `after`.
pub(super) fn view_address(
    path: &str,
    filter: &Filter,
    sort: Sort,
    after: Option<PetitionId>,
) -> String {
    let mut parts = parts(filter);
    if sort != Sort::default() {
        let sign = if sort.is_descending { "-" } else { "" };
        parts.push(("xep", format!("{sign}{}", sort.column.code())));
    }
    if let Some(after) = after {
        parts.push(("sau", after.to_string()));
    }
    joined(path, &parts)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::id::{AccountId, UnitId};

    #[test]
    fn an_address_leads_back_to_its_view() {
        let filter = Filter {
            kind: Some(Kind::Complaint),
            status: Some(StatusFilter::Group(StatusGroup::Open)),
            unit: Some(UnitId(7)),
            field: Some(Field::Land),
            received_from: NaiveDate::from_ymd_opt(2017, 1, 2),
            received_to: NaiveDate::from_ymd_opt(2017, 12, 31),
            due: Some(DueFilter::Overdue),
            large_groups_only: true,
            stage: Some(Stage::Drafted),
            officer: Some(AccountId(3)),
            mode: Some(AssignmentMode::Settle),
            suspended_only: true,
            extension_asked_only: true,
        };
        let sort = Sort { column: SortColumn::Due, is_descending: true };
        let after = PetitionId { year: 2017, serial: 12 };
        let address = view_address("/don", &filter, sort, Some(after));
        let query = address.split_once('?').unwrap().1;
        let read: ListQuery = serde_html_form(query);
        assert_eq!((read.filter(), read.sort(), read.after()), (filter, sort, Some(after)));
        assert_eq!(list_address(&Filter::default()), "/don");
    }

    fn serde_html_form(query: &str) -> ListQuery {
        let uri: axum::http::Uri = format!("/don?{query}").parse().unwrap();
        axum_extra::extract::Query::try_from_uri(&uri).unwrap().0
    }
}
