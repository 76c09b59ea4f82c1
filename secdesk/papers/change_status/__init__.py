"""The monthly Change Status Report: facts, how they are collected, and the blocks of each section."""
