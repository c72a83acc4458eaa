//! Parts that pages are made of. A part draws what it is given and knows no other page.

pub mod below;
pub mod bottom_bar;
pub mod clock_wrong;
pub mod evening;
pub mod folded;
pub mod handed_over;
pub mod home_screen;
pub mod in_turn;
pub mod knockers;
pub mod language;
pub mod mark;
pub mod minute;
pub mod offered;
pub mod page;
pub mod paste;
pub mod progress;
pub mod rhythm;
pub mod said_once;
pub mod status_line;
pub mod tenure;
pub mod tongue_choice;
pub mod undo_line;
pub mod walking;
pub mod when;
