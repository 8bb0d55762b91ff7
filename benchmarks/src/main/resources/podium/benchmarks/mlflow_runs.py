"""Copies trials of a leaderboard's CSV into a store of MLflow; prints the experiment's id and MLflow's version."""

import csv
import sys

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param

STORE, TRIALS, ARTIFACTS = sys.argv[1:4]
METRICS = ["bestTestAccuracy", "testAccuracy", "testLoss", "trainAccuracy", "trainLoss", "seconds"]
PARAMS = ["experiment", "model", "dataset", "seed", "epochs"]

mlflow.set_tracking_uri(STORE)
client = MlflowClient()
experiment = client.create_experiment("podium", artifact_location="file://" + ARTIFACTS)
with open(TRIALS, newline="") as file:
    for trial in csv.DictReader(file):
        run = client.create_run(experiment, run_name=trial["trial"])
        client.log_batch(
            run.info.run_id,
            metrics=[Metric(name, float(trial[name]), 0, 0) for name in METRICS if trial[name]],
            params=[Param(name, trial[name]) for name in PARAMS],
        )
        client.set_terminated(run.info.run_id)
print(experiment, mlflow.__version__)
