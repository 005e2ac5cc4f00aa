//! The frames that records go to.

use crate::record::Record;
use mola_frame::{Field, FrameBuilder, Grain, Slot, column};
use mola_model::OwnColumns;
use mola_spec::mapping::GrainPlan;

/// The frame of one grain and, for participations, the personal one beside it.
pub(crate) struct Output {
    /// The grain.
    pub(crate) grain: Grain,
    /// The frame.
    pub(crate) builder: FrameBuilder,
    /// The personal frame, row by row beside it.
    pub(crate) personal: FrameBuilder,
    /// Columns that no mapping fills.
    pub(crate) slots: Slots,
}

/// Columns that are worked out; none where the grain has no such column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slots {
    /// The month.
    pub(crate) month: Option<Slot>,
    /// How many months.
    pub(crate) months: Option<Slot>,
    /// The age.
    pub(crate) age: Option<Slot>,
    /// The status.
    pub(crate) status: Option<Slot>,
}

/// The frames of one file.
pub(crate) struct Outputs {
    list: [Output; 3],
}

impl Outputs {
    /// Empty frames.
    pub(crate) fn new(own: &OwnColumns) -> Self {
        Self { list: [Grain::Participation, Grain::Observation, Grain::Money].map(|grain| Output::new(grain, own)) }
    }

    /// The frame of a grain.
    pub(crate) fn of(&mut self, grain: GrainPlan) -> &mut Output {
        match grain {
            GrainPlan::Participation(_) => &mut self.list[0],
            GrainPlan::Observation => &mut self.list[1],
            GrainPlan::Money => &mut self.list[2],
        }
    }

    /// The frames in the order of grains.
    pub(crate) fn into_list(self) -> [Output; 3] {
        self.list
    }
}

impl Output {
    fn new(grain: Grain, own: &OwnColumns) -> Self {
        let builder = FrameBuilder::new(grain, own);
        let slot = |name| builder.slot(name);
        let slots = Slots {
            month: slot(column::MONTH),
            months: slot(column::MONTHS),
            age: slot(column::AGE),
            status: slot(column::STATUS),
        };
        Self { grain, builder, personal: FrameBuilder::new(Grain::Personal, own), slots }
    }

    /// Sets a value of the open row, where the frame has the column.
    pub(crate) fn set(&mut self, slot: Option<Slot>, field: Field) {
        if let Some(slot) = slot {
            self.builder.set(slot, field);
        }
    }

    /// Writes what a record holds and closes its row.
    pub(crate) fn write(&mut self, record: &Record, arena: &str, source: (u16, u32, u16)) {
        for (slot, field) in &record.fields {
            self.builder.set(*slot, *field);
        }
        let (table, row, column) = source;
        self.builder.end_unpivoted_row(table, row, column);
        if self.grain == Grain::Participation {
            for (slot, start, end) in &record.texts {
                self.personal.set_text(*slot, &arena[*start..*end]);
            }
            if let Some((slot, born)) = record.born {
                self.personal.set(slot, Field::Date(born));
            }
            self.personal.end_unpivoted_row(table, row, column);
        }
    }
}
