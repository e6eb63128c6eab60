//! Small books, read whole.

use super::*;
