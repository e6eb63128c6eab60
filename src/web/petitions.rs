//! Pages about petitions, one file each.

mod buttons;
pub(super) mod correct;
pub(super) mod identity;
pub(super) mod list;
pub(super) mod receipt;
pub(super) mod receive;
pub(super) mod recorded;
pub(super) mod sheet;
pub(super) mod show;
pub(super) mod step;
