"""Papers about one proposal: conversion, report cover, fact sheet."""
