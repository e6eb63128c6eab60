//! The office's concepts, pure: no I/O, no clock, no async, no log.
//!
//! Time, calendar and actor are parameters. Vietnamese text for people lives in `label`, not here.
//!
//! | Vietnamese | here |
//! |---|---|
//! | đơn | [`petition::Petition`] |
//! | khiếu nại, tố cáo, kiến nghị/phản ánh | [`petition::Kind`] |
//! | người gửi đơn | [`person::Petitioner`] |
//! | nguồn đơn | [`petition::Source`] |
//! | lĩnh vực | [`petition::Field`] |
//! | giao việc: thụ lý giải quyết / kiểm tra, tham mưu, đề xuất | [`petition::AssignmentMode`] |
//! | kết quả: quyết định, kết luận, văn bản trả lời | [`petition::Outcome`] |
//! | đơn vị: phòng ban, phường, xã | [`organisation::Unit`] |
//! | sổ theo dõi đơn, dòng chờ sửa | [`ledger`] |
//! | hạn, ngày làm việc, ngày nghỉ | [`deadline`], [`calendar`] |
//! | xử lý đơn, giải quyết vụ việc: các bước và điều kiện | [`workflow`] |
//! | văn bản ban hành ở mỗi bước | [`document::IssuedDocument`] |
//! | quy định (dòng luật có ngày hiệu lực) | [`rulebook`] |
//! | quy định, lịch nghỉ do cơ quan tự sửa và lịch sử sửa | [`own_law`] |
//! | bí mật người tố cáo, người đề nghị giữ bí mật | [`confidential::Confidential`], [`seal::Protection`] |
//! | nhật ký, mắt xích | [`journal::Entry`], [`journal::link`] |

pub mod alphabet;
pub mod calendar;
pub mod confidential;
pub mod correction;
pub mod day;
pub mod deadline;
pub mod document;
pub mod event;
pub mod id;
pub mod journal;
pub mod keystroke;
pub mod ledger;
pub mod legacy_encoding;
pub mod listing;
pub mod lunar;
pub mod organisation;
pub mod own_law;
pub mod permission;
pub mod person;
pub mod petition;
pub mod reference;
pub mod rulebook;
pub mod seal;
pub mod syllable;
pub mod text;
pub mod workflow;
