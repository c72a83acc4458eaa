//! canvass
