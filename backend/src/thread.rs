//! A service on a thread of its own: COM lives there, and whoever waits for it waits no longer than a bound. (J10)

use crate::call::Assignment;
use crate::failure::Failure;
use crate::service::{Feature, FileStatus, Outcome, Reading, Service, Status, Wake, Waking};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::job::Owner;
use bitsmith_core::value::{File, Guid, JobType};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// How long an answer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// To connect.
    pub connect: Duration,
    /// For one call.
    pub call: Duration,
}

impl Default for Bounds {
    /// 10 seconds to connect, 30 for a call.
    fn default() -> Bounds {
        Bounds {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(30),
        }
    }
}

type Task = Box<dyn FnOnce(&mut dyn Service) + Send>;

/// A service that is reached through its thread. Once a call has not answered in time, all others fail at once until it does.
pub struct Threaded {
    tasks: Sender<Task>,
    /// The calls that were given up and have not come back.
    overdue: Arc<AtomicUsize>,
    bounds: Bounds,
}

impl Threaded {
    /// Starts the thread and connects on it.
    pub fn connect<S: Service>(
        bounds: Bounds,
        connect: impl FnOnce() -> Result<S, Failure> + Send + 'static,
    ) -> Result<Threaded, Failure> {
        let (tasks, queue) = mpsc::channel::<Task>();
        let (said, connected) = mpsc::channel();
        let started = thread::Builder::new().name("bits".to_owned()).spawn(move || {
            let mut service = match connect() {
                Ok(service) => service,
                Err(failure) => {
                    // Whoever waited may have gone.
                    let _ = said.send(Err(failure));
                    return;
                }
            };
            let _ = said.send(Ok(()));
            for task in queue {
                task(&mut service);
            }
        });
        if started.is_err() {
            return Err(Failure::Unsayable(
                "The system gives no thread to talk to BITS on.",
            ));
        }
        match connected.recv_timeout(bounds.connect) {
            Ok(connected) => connected?,
            Err(_) => return Err(Failure::NoAnswer),
        }
        Ok(Threaded {
            tasks,
            overdue: Arc::default(),
            bounds,
        })
    }

    fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut dyn Service) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        if self.overdue.load(Ordering::SeqCst) > 0 {
            return Err(Failure::NoAnswer);
        }
        let (answer, answered) = mpsc::channel();
        self.overdue.fetch_add(1, Ordering::SeqCst);
        let overdue = self.overdue.clone();
        let task: Task = Box::new(move |service| {
            let outcome = call(service);
            overdue.fetch_sub(1, Ordering::SeqCst);
            let _ = answer.send(outcome);
        });
        if self.tasks.send(task).is_err() {
            return Err(Failure::NoAnswer);
        }
        answered
            .recv_timeout(self.bounds.call)
            .unwrap_or(Err(Failure::NoAnswer))
    }
}

impl Service for Threaded {
    fn features(&mut self) -> Result<Vec<Feature>, Failure> {
        self.ask(|service| service.features())
    }

    fn create_job(&mut self, display_name: &str, job_type: JobType) -> Result<Guid, Failure> {
        let display_name = display_name.to_owned();
        self.ask(move |service| service.create_job(&display_name, job_type))
    }

    fn jobs(&mut self, owner: Owner) -> Result<Vec<Guid>, Failure> {
        self.ask(move |service| service.jobs(owner))
    }

    fn set(&mut self, job: &Guid, assignment: &Assignment) -> Outcome {
        let (job, assignment) = (job.clone(), assignment.clone());
        self.ask(move |service| service.set(&job, &assignment))
    }

    fn add_file(&mut self, job: &Guid, file: &File) -> Outcome {
        let (job, file) = (job.clone(), file.clone());
        self.ask(move |service| service.add_file(&job, &file))
    }

    fn resume(&mut self, job: &Guid) -> Outcome {
        let job = job.clone();
        self.ask(move |service| service.resume(&job))
    }

    fn suspend(&mut self, job: &Guid) -> Outcome {
        let job = job.clone();
        self.ask(move |service| service.suspend(&job))
    }

    fn complete(&mut self, job: &Guid) -> Outcome {
        let job = job.clone();
        self.ask(move |service| service.complete(&job))
    }

    fn cancel(&mut self, job: &Guid) -> Outcome {
        let job = job.clone();
        self.ask(move |service| service.cancel(&job))
    }

    fn read(&mut self, job: &Guid, setting: SettingId) -> Result<Reading, Failure> {
        let job = job.clone();
        self.ask(move |service| service.read(&job, setting))
    }

    fn status(&mut self, job: &Guid) -> Result<Status, Failure> {
        let job = job.clone();
        self.ask(move |service| service.status(&job))
    }

    fn files(&mut self, job: &Guid) -> Result<Vec<FileStatus>, Failure> {
        let job = job.clone();
        self.ask(move |service| service.files(&job))
    }

    fn wake(&mut self, job: &Guid, wake: Option<Wake>) -> Result<Waking, Failure> {
        let job = job.clone();
        self.ask(move |service| service.wake(&job, wake))
    }
}
